import { checkMilliseconds, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "../coroutines/awaitable.ts";
import { checkIterator, checkResult } from "../coroutines/iterator-protocol.ts";
import { isCancelledError } from "../kernel/errors.ts";
import { getRunningLoop } from "../kernel/running-loop.ts";
import { checkBody, checkBodyResult } from "./body.ts";
import { taskGroup, type TaskGroup } from "./task-group.ts";

/**
 * Starts coroutine functions one after the other, `delay` apart or as soon as the previous one has failed, until one of them
 * returns. Then cancels the others.
 *
 * Mirrors `asyncio.staggered.staggered_race`, which is behind Happy Eyeballs.
 *
 * @param coroutineFunctions started in their order, each at most once
 * @param delay milliseconds between two starts; null to wait for the failure of the previous one
 * @returns the result of the winner and its index, both null if all have failed, and the error of each started one: null for the
 *   winner
 *
 * @example
 * ```ts
 * import { run, sleep, staggeredRace } from "@asyncio-ts/tasks";
 *
 * const [winner, index] = await run(() => staggeredRace([() => sleep(60_000, "slow"), () => sleep(1, "quick")], 10));
 * console.log(winner, index); // prints quick 1
 * ```
 */
export function* staggeredRace<T>(
  coroutineFunctions: Iterable<() => Coroutine<T>>,
  delay: number | null,
): Coroutine<[winner: T | null, index: number | null, errors: unknown[]]> {
  checkMilliseconds("staggeredRace", delay, true);
  if (typeof (coroutineFunctions as Iterable<unknown> | undefined)?.[Symbol.iterator] !== "function") {
    throw wrongArgument("staggeredRace", "an iterable of coroutine functions", coroutineFunctions);
  }
  const starts = checkIterator("staggeredRace", coroutineFunctions, coroutineFunctions[Symbol.iterator]());
  const errors: unknown[] = [];
  let winner: T | null = null;
  let index: number | null = null;

  function* attempt(group: TaskGroup, start: () => Coroutine<T>, position: number, failed: () => void): Coroutine<void> {
    try {
      checkBody("staggeredRace", start);
      const result = yield* checkBodyResult("staggeredRace", start());
      // Another one may have returned in the same pass.
      if (index !== null) return;
      winner = result;
      index = position;
      group.cancel();
    } catch (error) {
      errors[position] = error;
      if (isCancelledError(error)) throw error;
      failed();
    }
  }

  yield* taskGroup(function* (group) {
    for (let position = 0; ; position++) {
      if (index !== null) return;
      const next = checkResult("staggeredRace", coroutineFunctions, starts.next());
      if (next.done === true) return;
      const previousFailed = getRunningLoop().createFuture<void>();
      const failed = () => {
        if (!previousFailed.done()) previousFailed.setResult();
      };
      errors.push(null);
      group.createTask(() => attempt(group, next.value, position, failed));
      const timer = delay === null ? null : getRunningLoop().callLater(delay, failed);
      try {
        yield* previousFailed;
      } finally {
        timer?.cancel();
      }
    }
  });
  return [winner, index, errors];
}
