/** An error in a box. The box tells a failure from none, because any value may be thrown, `undefined` included. */
export type Failure = { readonly error: unknown };

/** The end of a computation: its value or its error. */
export type Outcome<T> = { readonly value: T } | Failure;
