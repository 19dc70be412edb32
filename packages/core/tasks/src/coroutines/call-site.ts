import { stackTraces } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "./awaitable.ts";
import { NEXT } from "./generator.ts";
import { traps } from "./traps.ts";

/** The name of a function of ours that stands among the coroutines of the program, and in it what it shows as. */
const OURS = /asyncio-ts (\w*)/;

/**
 * Names a function of ours that stands among the coroutines of the program.
 *
 * @param name what it shows as in a stack; nothing by default
 * @returns the function
 */
export function ours<F extends object>(fn: F, name = ""): F {
  return Object.defineProperty(fn, "name", { value: `asyncio-ts ${name}` });
}

/** A place in a coroutine where it is suspended. */
export class CallSite {
  /** The function's name; empty for an anonymous one. */
  readonly name: string;
  /** File, line and column, as the host writes them. */
  readonly location: string;

  constructor(name: string, location: string) {
    this.name = name;
    this.location = location;
  }

  /** The function and its place. */
  toString(): string {
    return this.name === "" ? this.location : `${this.name} (${this.location})`;
  }
}

/**
 * Where suspended coroutines stand, outermost first.
 *
 * A coroutine that is suspended in `yield*` and resumed only asks its innermost iterator once more. Ours then notes the stack
 * that it sees and stays parked, so no step of the program runs.
 *
 * @param coroutines each awaits the next, the last an unfinished future
 */
export function suspendedAt(coroutines: readonly Coroutine<unknown>[]): CallSite[] {
  return coroutines.flatMap((coroutine) => probe(coroutine));
}

/**
 * Where the running coroutine stands, outermost first.
 *
 * @param skip the innermost function that is of no interest
 * @param step the function that resumes coroutines: what called it is of none either
 */
export function runningAt(skip: (...args: never[]) => unknown, step: (...args: never[]) => unknown): CallSite[] {
  return wholeStacks(() => {
    const above = stackOf(skip);
    return callSites(above.slice(0, above.length - stackOf(step).length - 1)).reverse();
  });
}

function probe(coroutine: Coroutine<unknown>): CallSite[] {
  return wholeStacks(() => {
    let seen: string[] = [];
    traps.probe = (at) => (seen = lines(at));
    try {
      const below = lines(new Error()).length;
      NEXT.call(coroutine, undefined);
      return callSites(seen.slice(1, seen.length - below)).reverse();
    } finally {
      traps.probe = null;
    }
  });
}

function wholeStacks<T>(look: () => T): T {
  const limit = stackTraces.stackTraceLimit!;
  stackTraces.stackTraceLimit = Infinity;
  try {
    return look();
  } finally {
    stackTraces.stackTraceLimit = limit;
  }
}

/** What called `fn`, innermost first. */
function stackOf(fn: (...args: never[]) => unknown): string[] {
  const here = new Error();
  stackTraces.captureStackTrace?.(here, fn);
  return lines(here);
}

/** The frames of a stack: V8 begins with the error's own line. */
function lines(error: Error): string[] {
  const all = (error.stack ?? "").split("\n").filter((line) => line !== "");
  return all[0]?.startsWith("Error") ? all.slice(1) : all;
}

/** V8's `at name (file:line:column)`, and the other engines' `name@file:line:column`. */
const FRAME = /^\s*(?:at (?:(.*?) \()?|([^@]*)@)(.*?:\d+:\d+)\)?$/;

/** Reads the frames of a stack; leaves out what has no place, and what is ours. */
function callSites(frames: readonly string[]): CallSite[] {
  const sites: CallSite[] = [];
  for (const frame of frames) {
    const [, v8, other, location] = FRAME.exec(frame) ?? [];
    const name = v8 ?? other ?? "";
    const ours = OURS.exec(name)?.[1];
    if (location !== undefined && ours !== "") sites.push(new CallSite(ours ?? name, location));
  }
  return sites;
}
