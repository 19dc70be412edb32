/** The error that ended something. Boxed, because any value can be thrown, `undefined` included. */
export interface Failure {
  /** The thrown value. */
  readonly error: unknown;
}

/** How something ended: with a value or with an error. */
export type Outcome<T> = { readonly value: T } | Failure;
