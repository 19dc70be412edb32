import { type Future, getRunningLoop } from "@asyncio-ts/tasks";

/** Returns the time of the running loop, in milliseconds. */
export function now(): number {
  return getRunningLoop().time();
}

/** Creates a pending future on the running loop. */
export function future<T>(): Future<T> {
  return getRunningLoop().createFuture<T>();
}
