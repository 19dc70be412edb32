import type { Coroutine } from "@asyncio-ts/tasks";
import { pageCallback } from "./page-callback.ts";

/** Milliseconds after which a wait for a frame ends anyway, because a hidden page draws none. */
const LONGEST_WAIT = 1000;

/**
 * Waits until the page is about to draw, and returns the time of the frame, as `requestAnimationFrame` gives it.
 *
 * Code after it runs inside the frame's callback, unless the loop is in the midst of other work, so its changes of the page are drawn in
 * that frame. A page that is hidden, or a frame outside the view, draws nothing: there the wait ends after a second.
 *
 * @returns milliseconds, comparable with `performance.now()`
 * @throws Error on a host without frames, such as Node, and on a loop that owns its thread
 *
 * @example
 * ```js
 * yield* forEach(Array(60).keys(), function* (step) {
 *   yield* nextFrame();
 *   box.style.translate = `${step * 5}px`;
 * });
 * ```
 */
export function* nextFrame(): Coroutine<number> {
  if (typeof requestAnimationFrame !== "function") {
    throw new Error("nextFrame: a host with requestAnimationFrame was expected; call it in a page or in one of its workers");
  }
  return yield* pageCallback<number>("nextFrame", (call, loop) => {
    const frame = requestAnimationFrame(call);
    const timer = loop.callLater(LONGEST_WAIT, () => call(performance.now()));
    return () => {
      cancelAnimationFrame(frame);
      timer.cancel();
    };
  });
}
