/** Masks parts of an output that may differ between two correct runs: clock times, addresses, the source of a warning. */
export function mask(text: string): string {
  return text
    .replace(/\b\d\d:\d\d:\d\d\b/g, "HH:MM:SS")
    .replace(/\b0x[\da-f]+\b/g, "0x…")
    .replace(/^\S+:\d+: (?=\w+Warning: )/, "");
}

/** Translates Python's literals, names and warnings in an output into TypeScript. */
export function toTypeScript(text: string): string {
  return text
    .replace(/^(True|False)$/, (literal) => literal.toLowerCase())
    .replace(/^<coroutine object (\w+) at 0x…>$/, "<coroutine $1>")
    .replace(/^RuntimeWarning: (?=coroutine ')/, "")
    .replace(/(?<=^coroutine ')\w+/, (name) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()));
}
