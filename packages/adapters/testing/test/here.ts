/** Returns the location of the caller as in stack traces, `lines` further down: `file.ts:12`. */
export function here(lines = 0): string {
  const frame = new Error().stack!.split("\n")[2]!;
  const [, file, line] = /([^/\\]+):(\d+):\d+\)?$/.exec(frame)!;
  return `${file}:${Number(line) + lines}`;
}
