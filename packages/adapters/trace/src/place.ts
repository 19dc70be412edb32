import { setStackTraceLimit, stackTraces } from "@asyncio-ts/loop/lowlevel";

/** Enough to reach the program's call: `gather` and task groups make tasks in calls of their own. */
const CALLS = 10;

/** Matches a call of a stack. The groups are V8's function, the other engines' function, the file, line and column. */
const CALL = /^\s*(?:at (?:(.*?) \()?|([^@]*)@)(.*?)(:\d+:\d+)\)?$/;

interface Call {
  readonly name: string;
  readonly file: string;
  readonly place: string;
}

/** The stacks where the first task of a coroutine function was created, by the prototype of its coroutines. */
const origins = /* @__PURE__ */ new WeakMap<object, Error>();

/**
 * Returns the stack of the creation of the first task with a coroutine of the same function.
 *
 * To capture a stack takes longer than to create a task, so it is done once for each function.
 */
export function originOf(coroutine: object): Error {
  const prototype = (Object.getPrototypeOf(coroutine) as object | null) ?? coroutine;
  const known = origins.get(prototype);
  if (known !== undefined) return known;
  const origin = captureOrigin();
  origins.set(prototype, origin);
  return origin;
}

function captureOrigin(): Error {
  const { stackTraceLimit } = stackTraces;
  setStackTraceLimit(CALLS);
  const origin = new Error();
  setStackTraceLimit(stackTraceLimit);
  return origin;
}

/** Matches the files of the packages that are among the calls. */
const LIBRARY = /[\\/](?:@asyncio-ts|packages[\\/](?:core|adapters))[\\/](?:loop|tasks|sync|trace)[\\/](?:dist|src)[\\/]/;

/** Matches the functions of a bundle, which has the library and the program in one file, that create tasks. */
const CREATORS = /create(?:Task|Unusual)|gather|futureOf|ensureFuture|waitFor|shield|asCompleted|runMain|deliver|^run$/;

/** Returns the innermost call of the program in a stack that the recorder captured while a task was created; null if there is none. */
export function placeIn(origin: Error): string | null {
  const calls = callsOf(origin);
  const above = calls.slice(calls.findIndex(({ name }) => /^new .*Task|_startEagerly$/.test(name)) + 1);
  const call = above.find(({ file }) => !LIBRARY.test(file) && !file.startsWith("node:"));
  if (call === undefined || call.file !== calls[0]!.file) return call?.place ?? null;
  return above.find(({ name }) => !CREATORS.test(name))?.place ?? null;
}

/** Returns the innermost call of the program in the stack of the creation of a coroutine; null if there is none. */
export function firstForeign(origin: Error): string | null {
  return callsOf(origin).find(({ file }) => !LIBRARY.test(file))?.place ?? null;
}

function callsOf(origin: Error): Call[] {
  const calls: Call[] = [];
  for (const line of (origin.stack ?? "").split("\n")) {
    const [, v8, other, file, position] = CALL.exec(line) ?? [];
    if (file === undefined) continue;
    const name = v8 ?? other ?? "";
    const place = file + position!;
    calls.push({ name, file, place: name === "" ? place : `${name} (${place})` });
  }
  return calls;
}
