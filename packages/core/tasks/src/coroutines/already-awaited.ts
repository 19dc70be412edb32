import type { Coroutine } from "./awaitable.ts";

/** The coroutines that have begun in debug mode: marked ones, and those of tasks. */
const begun = /* @__PURE__ */ new WeakSet<Coroutine<unknown>>();

/** Records that a coroutine begins, in debug mode. Returns whether it has begun before. */
export function beginsAgain(coroutine: Coroutine<unknown>): boolean {
  if (begun.has(coroutine)) return true;
  begun.add(coroutine);
  return false;
}

/** The error of a second await. Mirrors CPython's. */
export function alreadyAwaited(): Error {
  return new Error("cannot reuse already awaited coroutine");
}

/** Runs in a task in place of a coroutine that was awaited before. */
export function* refuse(): Coroutine<never> {
  throw alreadyAwaited();
}
