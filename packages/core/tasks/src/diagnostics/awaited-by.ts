import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Future, isFuture } from "../kernel/future.ts";

/** The awaiters that programs have entered by hand. Weak, so that neither side keeps the other alive. */
const awaiters = /* @__PURE__ */ new WeakMap<Future<any>, Set<Future<any>>>();

/**
 * Records that a future is awaited by another one, so that call graphs show the wait. For groups and combinators of your own,
 * which wait through done callbacks.
 *
 * Mirrors `asyncio.future_add_to_awaited_by`.
 *
 * @throws TypeError if an argument is no future
 */
export function futureAddToAwaitedBy(future: Future<any>, awaiter: Future<any>): void {
  for (const each of [future, awaiter]) if (!isFuture(each)) throw wrongArgument("futureAddToAwaitedBy", "a future", each);
  const known = awaiters.get(future);
  if (known === undefined) awaiters.set(future, new Set([awaiter]));
  else known.add(awaiter);
}

/** Removes the record of a wait that has ended. Mirrors `asyncio.future_discard_from_awaited_by`. */
export function futureDiscardFromAwaitedBy(future: Future<any>, awaiter: Future<any>): void {
  awaiters.get(future)?.delete(awaiter);
}

/** Returns the recorded awaiters of a future. */
export function recordedAwaiters(future: Future<any>): Iterable<Future<any>> {
  return awaiters.get(future) ?? [];
}
