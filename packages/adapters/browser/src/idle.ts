import { checkMilliseconds } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "@asyncio-ts/tasks";
import { LONGEST_TIMEOUT } from "./longest-timeout.ts";
import { pageCallback } from "./page-callback.ts";

/** The milliseconds that a browser without idle callbacks is supposed to have left: less than a frame. */
const SUPPOSED = 8;

/**
 * Waits until the page has nothing else to do, and returns the deadline of that idle period, as `requestIdleCallback` gives it.
 *
 * A loop with ready work keeps the page busy, so that an idle period comes only after it, or after `ms`. In a browser without idle
 * callbacks, a timer takes their place.
 *
 * @param ms milliseconds after which the wait ends anyway; without it, or with Infinity, the wait lasts until the page is idle
 * @returns the deadline: `timeRemaining()` in milliseconds, and `didTimeout`, true if the wait has ended by `ms`
 * @throws TypeError if `ms` is no number
 * @throws Error on a loop that owns its thread
 *
 * @example
 * ```js
 * yield* forEach(documents, function* (document) {
 *   const deadline = yield* idle();
 *   if (deadline.timeRemaining() > 5) index.add(document);
 * });
 * ```
 */
export function* idle(ms?: number): Coroutine<IdleDeadline> {
  if (ms !== undefined) checkMilliseconds("idle", ms);
  return yield* pageCallback<IdleDeadline>("idle", (call) => {
    if (typeof requestIdleCallback !== "function") return afterTimer(call);
    const request = requestIdleCallback(call, ms === undefined || ms === Infinity ? {} : { timeout: limit(ms) });
    return () => cancelIdleCallback(request);
  });
}

/** Returns a limit as browsers take it: whole milliseconds, of which 0 would mean none. */
function limit(ms: number): number {
  return Math.min(Math.max(Math.ceil(ms), 1), LONGEST_TIMEOUT);
}

function afterTimer(call: (deadline: IdleDeadline) => void): () => void {
  const timer = setTimeout(() => {
    const end = performance.now() + SUPPOSED;
    call({ didTimeout: false, timeRemaining: () => Math.max(end - performance.now(), 0) });
  }, 1);
  return () => clearTimeout(timer);
}
