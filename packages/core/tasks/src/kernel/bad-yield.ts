import { repr } from "@asyncio-ts/loop/lowlevel";
import { isCoroutine } from "../coroutines/generator.ts";
import { isThenable } from "./ensure-future.ts";
import { isFuture } from "./future.ts";
import { AWAITED, PENDING, REFUSED } from "./future-state.ts";
import { shareFutures } from "./shared-futures.ts";
import type { Task } from "./task.ts";

/** Returns the error for a yielded value that a task cannot wait for. */
export function badYield(task: Task<any>, trap: unknown): Error {
  if (isFuture(trap)) {
    const awaited = trap._state === AWAITED;
    if (awaited) trap._state = trap === task ? REFUSED : PENDING;
    if (!shareFutures(trap._loop, task._loop)) return new Error(`Task ${task} got Future ${trap} attached to a different loop`);
    if (awaited) return new Error(`Task cannot await on itself: ${task}`);
  } else if (!isCoroutine(trap)) {
    const remedy = isThenable(trap) ? "`yield* ensureFuture(promise)`" : "`yield*` before the awaited expression";
    return new Error(`Task got bad yield: ${repr(trap)}, in task ${task}; write ${remedy}`);
  }
  return new Error(`yield was used instead of yield* in task ${task} with ${repr(trap)}`);
}
