/** A small mistake in a core package, as an edit of a built package. */
export interface Fault {
  /** What goes wrong. */
  name: string;
  package: "loop" | "tasks" | "sync";
  /** Stands exactly once in the package's `dist`. */
  find: string;
  replace: string;
}
