/** A call of a line of the REPL. */
const LINE = /^ +at .*\bline \d+:\d+:\d+\)?$/;

/** The call by which a coroutine resumes the one that it awaits. */
const RESUME = /^ +at \S+\.next \(<anonymous>\)$/;

/** Removes the calls below the outermost line of the REPL from the stack of an error: those of the loop. */
export function trimStack(error: unknown): void {
  if (!(error instanceof Error) || typeof error.stack !== "string") return;
  if ("errors" in error && Array.isArray(error.errors)) error.errors.forEach(trimStack);
  const calls = error.stack.split("\n");
  const last = calls.map((call) => LINE.test(call)).lastIndexOf(true);
  if (last === -1) return;
  const shown = calls.slice(0, last + 1).filter((call) => !RESUME.test(call));
  error.stack = shown.join("\n");
}
