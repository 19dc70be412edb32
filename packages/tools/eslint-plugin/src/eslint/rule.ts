/** A rule in the shape that ESLint 9, ESLint 10 and oxlint load. */
export interface Rule {
  /** The description, messages and options. */
  readonly meta: any;
  /** Returns the visitor for a file. */
  create(context: any): any;
}
