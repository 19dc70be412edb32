/** Returns the line of the program in a call of a stack, counted from 1; null for a call of a library. */
export function programLine(call: string): number | null {
  const line = /\bprogram\.ts:(\d+):\d+/.exec(call)?.[1];
  return line === undefined ? null : Number(line);
}

/** Returns a call of a stack in short: the function, and the line if it is the program's. */
export function callText(call: string): string {
  const found = /^(?:at )?(.*?) \(/.exec(call)?.[1] ?? "eval";
  // V8's name of functions without a name, in code that was evaluated.
  const name = found === "eval" ? "function*" : found;
  const line = programLine(call);
  return line === null ? name : `${name}, line ${line}`;
}
