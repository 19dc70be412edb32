import { repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "./awaitable.ts";
import { BegunGenerator } from "./begun-generator.ts";
import { COROUTINE_NAME } from "./coroutine-name.ts";
import { nameFrame } from "./frame-names.ts";
import { isGeneratorFunction, Marked, NEXT, RETURN } from "./generator.ts";
import { alreadyAwaited, beginsAgain } from "./already-awaited.ts";
import { isDebugStep, tracksOperations } from "./operation-origin.ts";
import { trackBegun, trackCreated } from "./never-awaited.ts";
import { BEGIN, completed, MAX_DEPTH, NOT_STEPPING, traps, UNDEFINED } from "./traps.ts";
import { HAS_DIAGNOSTICS } from "./edition.ts";

/**
 * Marks a coroutine function. Its coroutines know their name, resume in O(1) at any depth, recurse without limit, and are
 * reported if they are never awaited.
 *
 * Plain `function*`s need no mark. Each resume of a plain coroutine costs in proportion to its depth.
 *
 * @param fn a `function*`. A marked function is returned unchanged; a method is marked before it is bound.
 * @returns a function of the same type
 * @throws TypeError if `fn` is no generator function
 */
export function coroutine<F extends (...args: any[]) => Coroutine<any>>(fn: F): F {
  if (typeof fn === "function" && Object.hasOwn(fn, COROUTINE_NAME)) return fn;
  if (!isGeneratorFunction(fn)) throw wrongArgument("coroutine", "a function*", fn);
  if (!Object.hasOwn(fn, "prototype")) throw new TypeError(`coroutine: ${repr(fn)} is bound; mark it before \`bind\``);
  function marked(this: unknown, ...args: unknown[]): Coroutine<unknown> {
    const child = fn.apply(this, args);
    trackCreated(child);
    return child;
  }
  traps.began = trackBegun;
  const { name, length } = fn;
  // A method that each instance marks has one prototype.
  if (!Object.hasOwn(fn.prototype, COROUTINE_NAME)) markPrototype(fn.prototype, name);
  // The marked function is taken for the function* that it replaces, by checks of its kind and by readers of its text.
  Object.setPrototypeOf(marked, Object.getPrototypeOf(fn));
  Object.defineProperties(marked, {
    [COROUTINE_NAME]: { value: name },
    name: { value: name },
    length: { value: length },
    prototype: { value: fn.prototype },
    toString: { value: () => String(fn) },
  });
  return marked as F;
}

function markPrototype(prototype: object, name: string): void {
  Object.setPrototypeOf(prototype, Marked.prototype);
  Object.defineProperties(prototype, {
    [COROUTINE_NAME]: { value: name },
    [Symbol.iterator]: { value: call },
    next: { value: resume },
    return: { value: close },
    toString: { value: () => `<coroutine ${name}>` },
  });
}

/** Returns whether a value is a `function*`, marked or not. Mirrors `inspect.iscoroutinefunction`. */
export function isCoroutineFunction(value: unknown): boolean {
  return isGeneratorFunction(value) || (typeof value === "function" && Object.hasOwn(value, COROUTINE_NAME));
}

/**
 * Called by `yield*` on a marked coroutine. The coroutine runs natively until it suspends. Then it becomes a frame on the stack
 * of its task, which resumes it directly:
 *
 *     task ─ main ─ yield* a ─ yield* b        native, until b suspends
 *     task ─ [main, a, b]                      afterwards: main and a are parked at CALLEE, and b is resumed first
 *
 * A generator that yields a value of its own is no coroutine, and stays native under its `for…of` or `yield*`.
 */
const call = /* @__PURE__ */ nameFrame(function call(this: Coroutine<unknown>): Iterator<any, any, any> {
  const { depth } = traps;
  if (depth === NOT_STEPPING) return this;
  trackBegun(this);
  if (tracksOperations() && isDebugStep() && beginsAgain(this)) throw alreadyAwaited();
  if (depth < MAX_DEPTH) {
    traps.depth = depth + 1;
    try {
      const result = NEXT.call(this, undefined);
      if (result.done) {
        completed(result.value);
        return COMPLETED_CALLEE;
      }
      if (result.value !== traps.parked.value) return new BegunGenerator(this, result);
      if (result !== traps.parked && result.value !== undefined) traps.foreign = true;
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

/** The iterator under the `yield*` of a caller, if its callee completed at once. */
const COMPLETED_CALLEE: Iterator<any, any, any> = {
  next: () => traps.completed,
};

/** The iterator under the `yield*` of a caller, while the task runs its callee. The task sends it the callee's outcome. */
const CALLEE: Iterator<any, any, any> = {
  next(value: unknown) {
    if (value === undefined) {
      if (HAS_DIAGNOSTICS && traps.probe !== null) traps.probe.at = new Error();
      // `yield*` always passes an argument.
      if (arguments.length === 0) return iteratedByHand();
      return traps.foreign ? { ...traps.parked } : traps.parked;
    }
    return completed(value === UNDEFINED ? undefined : value);
  },
  throw(error: unknown) {
    throw error;
  },
  return: (value: unknown) => ({ done: true, value }),
};

/** Returns what a coroutine awaits to a `for…of`, once. Its frames are dropped, because the task cannot resume it under `for…of`. */
function iteratedByHand(): IteratorResult<unknown, unknown> {
  if (traps.suspensions === 0 || traps.parked.value === BEGIN) {
    throw new Error("await wasn't used with coroutine: it was iterated by hand; write `yield*`");
  }
  traps.suspended.length = traps.suspensions = 0;
  return { ...traps.parked };
}

/** Called by programs that read a generator item by item. The kernel does not call it. */
function resume(this: Coroutine<unknown>, value: unknown): IteratorResult<unknown, unknown> {
  trackBegun(this);
  return NEXT.call(this, value);
}

function close(this: Coroutine<unknown>, value: unknown): IteratorResult<unknown, unknown> {
  trackBegun(this);
  return RETURN.call(this, value);
}
