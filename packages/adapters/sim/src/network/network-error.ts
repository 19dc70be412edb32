/** Returns an error as the host throws it. */
export function networkError(code: string, syscall: string, where: string): Error {
  return Object.assign(new Error(`${syscall} ${code}${where === "" ? "" : ` ${where}`}`), { code, syscall });
}

/** Returns whether an error is one of the network, which a program may leave to the handler of exceptions. */
export function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, name } = error as Error & { code?: unknown };
  return name === "IncompleteReadError" || (typeof code === "string" && /^E[A-Z]+$/.test(code));
}
