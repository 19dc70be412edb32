/** A value of the store. */
export type Value = string | number;

/** A change of the store. */
export type Change =
  | { readonly change: "put"; readonly key: string; readonly value: Value }
  /** Adds to a number; a missing key counts as 0. */
  | { readonly change: "add"; readonly key: string; readonly by: number }
  | { readonly change: "remove"; readonly key: string }
  /** Puts a value if the key has the expected one; null means that the key is missing. */
  | { readonly change: "swap"; readonly key: string; readonly expected: Value | null; readonly value: Value };

/** A command of the replicated log. */
export type Command =
  /** Opens a session. Its result is the number of the session. */
  | { readonly kind: "open" }
  /** Changes the store, once for each number of a session, however often a client sends it. */
  | { readonly kind: "change"; readonly session: number; readonly sequence: number; readonly change: Change };

/** The result of a command: a value, or why it was not executed. */
export type Result =
  | { readonly value: Value | boolean | null }
  | { readonly failure: string }
  /** The session was unused for too long. The command may have been executed before. */
  | { readonly expired: true };
