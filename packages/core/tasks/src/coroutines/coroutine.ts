import { repr } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "./awaitable.ts";
import { ours } from "./call-site.ts";
import { isGeneratorFunction, Marked, NEXT, RETURN } from "./generator.ts";
import { COROUTINE_NAME } from "./coroutine-name.ts";
import { began, made } from "./never-awaited.ts";
import { BEGIN, DEEPEST, NOT_STEPPING, traps, UNDEFINED } from "./traps.ts";

/**
 * Marks a coroutine function: its coroutines know their name, resume in O(1) at any depth, recurse without limit, and are
 * reported when they are never awaited.
 *
 * Plain `function*`s need no mark; calls of them that suspend cost the depth of the call at each resume.
 *
 * @param fn a `function*`
 * @returns a function of the same type
 * @throws TypeError when `fn` is no generator function
 */
export function coroutine<F extends (...args: any[]) => Coroutine<any>>(fn: F): F {
  if (!isGeneratorFunction(fn)) throw new TypeError(`coroutine: a function* was expected, got ${repr(fn)}`);
  function marked(this: unknown, ...args: unknown[]): Coroutine<unknown> {
    const child = fn.apply(this, args);
    made(child);
    return child;
  }
  traps.began = began;
  const { name, length } = fn;
  Object.setPrototypeOf(fn.prototype, Marked.prototype);
  Object.defineProperties(fn.prototype, {
    [COROUTINE_NAME]: { value: name },
    [Symbol.iterator]: { value: enter },
    return: { value: close },
    toString: { value: () => `<coroutine ${name}>` },
  });
  Object.defineProperties(marked, { [COROUTINE_NAME]: { value: name }, name: { value: name }, length: { value: length } });
  return marked as F;
}

/** Whether a value is a `function*`, marked or not. Mirrors `inspect.iscoroutinefunction`. */
export function isCoroutineFunction(value: unknown): boolean {
  return isGeneratorFunction(value) || (typeof value === "function" && Object.hasOwn(value, COROUTINE_NAME));
}

/**
 * What `yield*` calls on a marked coroutine. It runs natively while it does not suspend; when it does, it becomes a frame on
 * its task's own stack, which the task then resumes directly:
 *
 *     task ─ main ─ yield* a ─ yield* b        native, while nobody waits
 *     task ─ [main, a, b]                      after b waited: main and a stand at CALLEE, and b is resumed first
 */
const enter = /* @__PURE__ */ ours(function enter(this: Coroutine<unknown>): Iterator<any, any, any> {
  const { depth } = traps;
  if (depth === NOT_STEPPING) return this;
  began(this);
  if (depth < DEEPEST) {
    traps.depth = depth + 1;
    try {
      const result = NEXT.call(this, undefined);
      if (result.done) {
        traps.finished.value = result.value;
        return FINISHED;
      }
      if (result !== traps.parked && result.value !== undefined) traps.theirs = true;
      traps.parked.value = result.value;
    } finally {
      traps.depth = depth;
    }
  } else {
    traps.suspensions = 0;
    traps.parked.value = BEGIN;
  }
  traps.suspended[traps.suspensions++] = this;
  return CALLEE;
});

/** Stands under the `yield*` of a caller whose callee finished at once. */
const FINISHED: Iterator<any, any, any> = {
  next: () => traps.finished,
};

/** Stands under the `yield*` of every caller whose callee the task resumes; the task sends it the callee's outcome. */
const CALLEE: Iterator<any, any, any> = {
  next(value: unknown) {
    if (value === undefined) {
      traps.probe?.(new Error());
      return traps.theirs ? { ...traps.parked } : traps.parked;
    }
    traps.finished.value = value === UNDEFINED ? undefined : value;
    return traps.finished;
  },
  throw(error: unknown) {
    throw error;
  },
  return: (value: unknown) => ({ done: true, value }),
};

function close(this: Coroutine<unknown>, value: unknown): IteratorResult<unknown, unknown> {
  began(this);
  return RETURN.call(this, value);
}
