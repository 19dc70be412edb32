import { disown, dispose, driverOf, own } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine, EventLoop } from "@asyncio-ts/tasks";

/** Ends a wait: with an error, or with null and the value. Later calls do nothing. */
export type HostCallback<T> = (error: unknown, value?: T) => void;

/**
 * Waits for a callback of the host, and returns its value. Counts as host work until then.
 *
 * @param name names the work in deadlock reports
 * @param start begins the work; its error is thrown
 * @param abandon frees the work's result when nothing receives it: after an error, a cancellation, or the end of the loop
 */
export function* hostCallback<T = void>(
  loop: EventLoop,
  name: string,
  start: (settle: HostCallback<T>) => void,
  abandon: () => void,
): Coroutine<T> {
  const future = loop.createFuture<T>();
  const resource = { loopClosed: abandon };
  own(loop, resource);
  const work = loop.hostWork(name);
  let isReceived = false;
  try {
    start((error, value) => {
      if (future.done() || loop.isClosed()) return;
      if (error) future.setException(error);
      else future.setResult(value as T);
    });
    const value = yield* future;
    isReceived = true;
    return value;
  } finally {
    work[dispose]();
    disown(loop, resource);
    if (!isReceived) abandon();
  }
}

/** Checks that the host can call back while this loop waits. @throws Error if the loop owns its thread */
export function checkHostLoop(caller: string, loop: EventLoop): void {
  if (!driverOf(loop).ownsThread) return;
  throw new Error(`${caller}: a loop of the host was expected, got ${loop}, which keeps Node from calling back; use await run(main)`);
}
