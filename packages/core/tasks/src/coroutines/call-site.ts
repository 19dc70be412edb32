import { setStackTraceLimit, stackTraces } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "./awaitable.ts";
import { FRAME_NAME } from "./frame-names.ts";
import { NEXT } from "./generator.ts";
import { requireRoom } from "./stack-room.ts";
import { traps } from "./traps.ts";

/** The place where a coroutine is suspended. */
export class CallSite {
  /** The function's name; empty for an anonymous function. */
  readonly name: string;
  /** File, line and column in the host's notation. */
  readonly location: string;

  constructor(name: string, location: string) {
    this.name = name;
    this.location = location;
  }

  /** Returns the function and its place. */
  toString(): string {
    return this.name === "" ? this.location : `${this.name} (${this.location})`;
  }
}

/**
 * Returns the places of suspended coroutines, outermost first.
 *
 * A coroutine that is suspended in `yield*` and resumed only calls its innermost iterator again. An iterator of ours then
 * records the stack and stays parked, so no code of the program runs.
 *
 * @param coroutines each awaits the next, and the last awaits an unfinished future
 */
export function suspendedAt(coroutines: readonly Coroutine<unknown>[]): CallSite[] {
  return withStacks(SHALLOW + 1, () => {
    let below = framesOf(new Error()).length;
    if (below > SHALLOW && !hasHalfAStack()) return [];
    setStackTraceLimit(Infinity);
    if (below > SHALLOW) below = framesOf(new Error()).length;
    const sites: CallSite[] = [];
    for (const coroutine of coroutines) {
      const found: { at: Error | null } = { at: null };
      traps.probe = found;
      try {
        NEXT.call(coroutine, undefined);
      } finally {
        traps.probe = null;
      }
      if (found.at === null) continue;
      const frames = framesOf(found.at);
      sites.push(...callSites(frames.slice(1, frames.length - below)).reverse());
    }
    return sites;
  });
}

/** Fewer calls take less than half of the stack. To check that costs as much as the rest for a task that waits in one call. */
const SHALLOW = 50;

/** Returns whether the stack has room for a resume. An overflow in it would be thrown into the program's coroutine. */
function hasHalfAStack(): boolean {
  try {
    requireRoom(HALF_A_STACK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns the places of the running coroutine, outermost first.
 *
 * @param callee the innermost function to leave out, with everything that it calls
 * @param step the function that resumes coroutines: its callers are left out
 */
export function runningAt(callee: (...args: never[]) => unknown, step: (...args: never[]) => unknown): CallSite[] {
  return withStacks(Infinity, () => {
    const above = stackAbove(callee);
    return callSites(above.slice(0, above.length - stackAbove(step).length - 1)).reverse();
  });
}

/** KB: half of V8's default stack. */
const HALF_A_STACK = 480;

/** Calls `look` while stacks have up to so many frames. */
function withStacks<T>(frames: number, look: () => T): T {
  const limit = stackTraces.stackTraceLimit;
  setStackTraceLimit(frames);
  try {
    return look();
  } finally {
    setStackTraceLimit(limit);
  }
}

/** Returns the frames of the callers of `fn`, innermost first. */
function stackAbove(fn: (...args: never[]) => unknown): string[] {
  const here = new Error();
  stackTraces.captureStackTrace?.(here, fn);
  return framesOf(here);
}

/** Returns the lines of a stack, without the error's own line that V8 begins with. */
export function framesOf(error: Error): string[] {
  const all = (error.stack ?? "").split("\n").filter((line) => line !== "");
  return all[0]?.startsWith("Error") ? all.slice(1) : all;
}

/** V8's `at name (file:line:column)`, and the other engines' `name@file:line:column`. */
const FRAME = /^\s*(?:at (?:(.*?) \()?|([^@]*)@)(.*?:\d+:\d+)\)?$/;

/** Parses the frames of a stack. Leaves out frames without a place and frames of this package. */
function callSites(frames: readonly string[]): CallSite[] {
  const sites: CallSite[] = [];
  for (const frame of frames) {
    const [, v8, other, location] = FRAME.exec(frame) ?? [];
    const name = v8 ?? other ?? "";
    const shown = FRAME_NAME.exec(name)?.[1];
    if (location !== undefined && shown !== "") sites.push(new CallSite(shown ?? name, location));
  }
  return sites;
}
