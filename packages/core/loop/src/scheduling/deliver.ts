import type { Driver } from "../host/driver.ts";
import type { Failure } from "../support/outcome.ts";

/** Receives the end of a run, with the error that the driver threw, if it did. */
export type Finish = (failure?: Failure) => void;

/**
 * Returns the outcome of `work` as a loop delivers it: a value if the loop owns its thread, else a promise.
 *
 * @param work calls one of its arguments; before it returns if the loop owns its thread
 */
export function deliver<T>(driver: Driver, work: (resolve: (value: T) => void, reject: (error: unknown) => void) => void): T | Promise<T> {
  if (!driver.ownsThread) return new Promise<T>(work as never);
  const outcome: { value?: T; failure?: Failure } = {};
  work(
    (value) => (outcome.value = value),
    (error) => (outcome.failure = { error }),
  );
  if (outcome.failure !== undefined) throw outcome.failure.error;
  return outcome.value as T;
}
