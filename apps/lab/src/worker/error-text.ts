/** Returns an error as text. The addresses of the lab's own files are left out of the stacks that the texts of deadlocks have. */
export function errorText(error: unknown): string {
  return String(error).replaceAll(/ \((?:https?|file|blob):[^)]*\)/g, "");
}
