import { repr } from "@asyncio-ts/loop/kit";
import type { Coroutine } from "./awaitable.ts";
import { ours } from "./call-site.ts";
import { isGeneratorFunction, Marked, NEXT, RETURN } from "./generator.ts";
import { MARK } from "./mark.ts";
import { began, made } from "./never-awaited.ts";
import { BEGIN, DEEPEST, OUTSIDE, steps, UNDEFINED } from "./steps.ts";

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
  steps.began = began;
  const { name, length } = fn;
  Object.setPrototypeOf(fn.prototype, Marked.prototype);
  Object.defineProperties(fn.prototype, {
    [MARK]: { value: name },
    [Symbol.iterator]: { value: enter },
    return: { value: close },
    toString: { value: () => `<coroutine ${name}>` },
  });
  Object.defineProperties(marked, { [MARK]: { value: name }, name: { value: name }, length: { value: length } });
  return marked as F;
}

/** Whether a value is a `function*`, marked or not. Mirrors `inspect.iscoroutinefunction`. */
export function isCoroutineFunction(value: unknown): boolean {
  return isGeneratorFunction(value) || (typeof value === "function" && Object.hasOwn(value, MARK));
}

/**
 * What `yield*` calls on a marked coroutine. It runs natively while it does not suspend; when it does, it becomes a frame on
 * its task's own stack, which the task then resumes directly:
 *
 *     task ─ main ─ yield* a ─ yield* b        native, while nobody waits
 *     task ─ [main, a, b]                      after b waited: main and a stand at CALLEE, and b is resumed first
 */
const enter = /* @__PURE__ */ ours(function enter(this: Coroutine<unknown>): Iterator<any, any, any> {
  const { depth } = steps;
  if (depth === OUTSIDE) return this;
  began(this);
  if (depth < DEEPEST) {
    steps.depth = depth + 1;
    try {
      const result = NEXT.call(this, undefined);
      if (result.done) {
        steps.finished.value = result.value;
        return FINISHED;
      }
      if (result !== steps.parked && result.value !== undefined) steps.theirs = true;
      steps.parked.value = result.value;
    } finally {
      steps.depth = depth;
    }
  } else {
    steps.suspensions = 0;
    steps.parked.value = BEGIN;
  }
  steps.suspended[steps.suspensions++] = this;
  return CALLEE;
});

/** Stands under the `yield*` of a caller whose callee finished at once. */
const FINISHED: Iterator<any, any, any> = {
  next: () => steps.finished,
};

/** Stands under the `yield*` of every caller whose callee the task resumes; the task sends it the callee's outcome. */
const CALLEE: Iterator<any, any, any> = {
  next(value: unknown) {
    if (value === undefined) {
      steps.probe?.(new Error());
      return steps.theirs ? { ...steps.parked } : steps.parked;
    }
    steps.finished.value = value === UNDEFINED ? undefined : value;
    return steps.finished;
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
