/** Blots out what two right runs need not share: clock times, addresses and where a warning comes from. */
export function mask(text: string): string {
  return text
    .replace(/\b\d\d:\d\d:\d\d\b/g, "HH:MM:SS")
    .replace(/\b0x[\da-f]+\b/g, "0x…")
    .replace(/^\S+:\d+: (?=\w+Warning: )/, "");
}

/** What Python printed, as the same program says it in TypeScript. */
export function inTypeScript(text: string): string {
  return text
    .replace(/^(True|False)$/, (literal) => literal.toLowerCase())
    .replace(/^<coroutine object (\w+) at 0x…>$/, "<coroutine $1>")
    .replace(/^RuntimeWarning: (?=coroutine ')/, "")
    .replace(/(?<=^coroutine ')\w+/, (name) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()));
}
