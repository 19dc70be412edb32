import type { EventLoop } from "@asyncio-ts/tasks";

/**
 * Sees to it that nothing is started whose promise could never settle.
 *
 * @throws Error on a loop that owns its thread: what that loop itself says of promises
 */
export function checkCanWait(loop: EventLoop): void {
  if (loop.driver.ownsThread) loop.adoptPromise(new Promise(() => {}));
}
