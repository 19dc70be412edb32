/** Returns the line of the program in a call of a stack, counted from 1; null for a call of a library. */
export function programLine(call: string): number | null {
  const line = /\bprogram\.ts:(\d+):\d+/.exec(call)?.[1];
  return line === undefined ? null : Number(line);
}

/** Returns a call of a stack in short: the function, and the line if it is the program's. */
export function callText(call: string): string {
  const name = /^(?:at )?(.*?) \(/.exec(call)?.[1] ?? "(top level)";
  const line = programLine(call);
  return line === null ? name : `${name}, line ${line}`;
}
