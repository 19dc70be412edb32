import { inspect } from "./inspect.ts";

/** Returns what a program has thrown as text. */
export function errorText(error: unknown): string {
  return withoutFiles(error instanceof Error ? String(error) : `The program threw ${inspect(error)}`);
}

/** Returns a text without the addresses of the lab's own files, which stacks have. */
export function withoutFiles(text: string): string {
  return text.replaceAll(/ \((?:https?|file|blob):[^)]*\)/g, "");
}
