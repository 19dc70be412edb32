import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { CancelledError, type Coroutine, createTask, isCoroutine, type Task, timeout, TimeoutError, wait } from "@asyncio-ts/tasks";
import type { BothWays, CheckedSide, StartTask } from "./checked-side.ts";
import { oneWayChecks } from "./one-way-checks.ts";
import { halfCloseChecks, twoWayChecks } from "./two-way-checks.ts";

/** Makes two connected sides. */
export type MakePair = () => readonly [CheckedSide, CheckedSide] | Coroutine<readonly [CheckedSide, CheckedSide]>;

/** Milliseconds that one check may take. */
const LIMIT = 30_000;

/**
 * Checks that streams keep the promises of `StreamReader` and `StreamWriter`: a conformance kit for streams of your own.
 *
 * It checks each direction alone, both at once, and the end of one direction if `canWriteEof()` is true. Each check has a pair of
 * its own.
 *
 * @param makePair makes two connected sides; a coroutine function or a plain one
 * @returns the names of the checks
 * @throws Error that names the promise that was broken
 *
 * @example
 * ```ts
 * import { checkStream, memoryStreamPair, VirtualLoop } from "@asyncio-ts/testing";
 * import { run } from "@asyncio-ts/tasks";
 *
 * const checks = run(() => checkStream(() => memoryStreamPair()), { loop: new VirtualLoop() });
 * console.log(checks.includes("a cancelled read loses no byte")); // prints true
 * ```
 */
export function* checkStream(makePair: MakePair): Coroutine<string[]> {
  if (typeof makePair !== "function") throw wrongArgument("checkStream", "a function that makes two connected sides", makePair);
  const names = new Set<string>();
  for (const turned of [false, true]) {
    for (const [name, check] of Object.entries(oneWayChecks)) {
      yield* onPair(name, makePair, turned, names, (near, far, start) => {
        const [[, writer], [reader, farWriter]] = [near, far];
        return writer === null || reader === null ? null : check({ start, writer, reader, farWriter });
      });
    }
  }
  for (const [checks, needsHalfClose] of [
    [twoWayChecks, false],
    [halfCloseChecks, true],
  ] as const) {
    for (const [name, check] of Object.entries(checks)) {
      yield* onPair(name, makePair, false, names, (near, far, start) => {
        if (!isTwoWay(near) || !isTwoWay(far)) return null;
        return needsHalfClose && !(near[1].canWriteEof() && far[1].canWriteEof()) ? null : check({ start, near, far });
      });
    }
  }
  return [...names];
}

function isTwoWay(side: CheckedSide): side is BothWays["near"] {
  return side[0] !== null && side[1] !== null;
}

/** Runs a check on a pair of its own, and adds its name. The check is null if the pair lacks what it needs. */
function* onPair(
  name: string,
  makePair: MakePair,
  isTurned: boolean,
  names: Set<string>,
  check: (near: CheckedSide, far: CheckedSide, start: StartTask) => Coroutine<void> | null,
): Coroutine<void> {
  const made = makePair();
  const pair = (isCoroutine(made) ? yield* made : made) as readonly [CheckedSide, CheckedSide];
  if (!Array.isArray(pair) || !pair.every(Array.isArray))
    throw wrongArgument("checkStream", "a function that makes two connected sides", pair);
  const started: Task<unknown>[] = [];
  const start: StartTask = (coroutine) => {
    const task = createTask(coroutine);
    started.push(task);
    return task;
  };
  try {
    const checking = check(pair[isTurned ? 1 : 0], pair[isTurned ? 0 : 1], start);
    if (checking === null) return;
    names.add(name);
    yield* timeout(LIMIT, () => checking);
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    const reason = error instanceof TimeoutError ? `it took longer than ${LIMIT / 1000} s` : error instanceof Error ? error.message : error;
    throw new Error(`checkStream: ${name}: ${String(reason)}`, { cause: error });
  } finally {
    for (const task of started) task.cancel();
    if (started.length > 0) yield* wait(started);
    for (const [, writer] of pair) writer?.close();
  }
}
