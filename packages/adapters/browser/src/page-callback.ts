import { dispose, runInline } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, type EventLoop, type Future, getRunningLoop } from "@asyncio-ts/tasks";
import { checkCanAwaitPromises } from "@asyncio-ts/tasks/lowlevel";

/** Asks the page for a callback. Returns the function that takes the request back. */
export type Request<T> = (call: (value: T) => void, loop: EventLoop) => () => void;

/**
 * Waits for a callback of the page, and continues the waiting task inside that callback, so that it changes the page before it is drawn.
 *
 * @param name names the wait in the error of a wait that never ends
 * @throws Error on a loop that owns its thread, where the page cannot call back
 */
export function* pageCallback<T>(name: string, request: Request<T>): Coroutine<T> {
  const loop = getRunningLoop();
  checkCanAwaitPromises(loop);
  const future = loop.createFuture<T>();
  const hostWork = loop.hostWork(name);
  const withdraw = request((value) => void (future.done() || loop.isClosed() || runInline(loop, settle, future, value)), loop);
  try {
    return yield* future;
  } finally {
    withdraw();
    hostWork[dispose]();
  }
}

function settle<T>(future: Future<T>, value: T): null {
  future.setResult(value);
  return null;
}
