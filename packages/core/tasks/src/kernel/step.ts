/**
 * The kernel: how a task reacts to the values that its coroutine yields.
 *
 * - A step runs the coroutine until it awaits an unfinished future. `park` is the decision table of the yielded value.
 * - The ready queue runs a step, or the creator does for an eager task. Nothing else resumes a coroutine.
 * - Awaiting allocates nothing: a future is its own iterator, and the task itself is the future's waiter and the entry of the
 *   ready queue.
 * - Plain coroutines nest natively under `yield*`. Marked coroutines that have suspended are frames on the task's own stack, so
 *   only the innermost is resumed.
 * - A cancellation is delegated to the awaited future. If that cannot take it, the task remembers it and throws it in the next
 *   step. Invariant, as in CPython's tasks.py: `_waiting` is set exactly while a future keeps the task from stepping or has just
 *   made it ready.
 * - The size of a task decides the cost of creating one: it has nine fields, and rare state is in `TaskExtras`. The kernel reads
 *   no property of the program's coroutines, because each in-place `function*` has a prototype that V8 has not cached.
 */
import type { Failure } from "@asyncio-ts/loop/lowlevel";
import { NEXT, THROW } from "../coroutines/generator.ts";
import { BEGIN, NOT_STEPPING, NOT_SUSPENDED, traps, UNDEFINED } from "../coroutines/traps.ts";
import { badYield } from "./bad-yield.ts";
import { CancelledError, isCancelledError } from "./errors.ts";
import { type Future, isFuture } from "./future.ts";
import { AWAITED, CANCELLED, FAILED, FINISHED, PENDING } from "./future-state.ts";
import { canAwait } from "./shared-futures.ts";
import type { Task } from "./task.ts";
import type { TaskExtras } from "./task-extras.ts";
import { addWaiter } from "./waiter.ts";
import { HAS_DIAGNOSTICS } from "../coroutines/edition.ts";

/** Takes one step of a task without rare state. */
export function step(task: Task<any>): void {
  task._waiting = null;
  advance(task, false, undefined);
  endStep();
}

/** Takes one step of a task that may have rare state: throws the pending error into the coroutine, or resumes it. */
export function stepWithExtras(task: Task<any>): void {
  const failure = task._extras === null ? null : takePendingError(task, task._extras);
  task._waiting = null;
  if (failure === null) advance(task, false, undefined);
  else advance(task, true, failure.error);
  endStep();
}

function endStep(): void {
  traps.depth = NOT_STEPPING;
  // The shared results would keep the last value alive.
  traps.parked.value = NOT_SUSPENDED;
  traps.completed.value = undefined;
}

function takePendingError(task: Task<any>, extras: TaskExtras): Failure | null {
  forgetForeign(task, extras);
  const { pendingError } = extras;
  extras.pendingError = null;
  if (!extras.mustCancel) return pendingError;
  extras.mustCancel = false;
  return pendingError !== null && isCancelledError(pendingError.error) ? pendingError : { error: cancellation(task, extras) };
}

/** Returns the error for a remembered cancellation: the awaited future's own CancelledError, or a new one. */
function cancellation(task: Task<any>, extras: TaskExtras): unknown {
  const awaited = task._waiting;
  if (awaited !== null) {
    if (awaited._state === CANCELLED) return awaited._cancelledError();
    awaited._markRetrieved();
    // A gather fails with the CancelledError of a child.
    if (awaited._state === FAILED && isCancelledError(awaited._value)) return awaited._value;
  }
  return new CancelledError(extras.cancelMessage);
}

/** Resumes the innermost coroutine, then its caller with the outcome, and so on, until one awaits or the last is done. */
export function advance(task: Task<any>, throws: boolean, value: unknown): void {
  for (;;) {
    const frames = task._frames;
    const coro = frames === null || frames.length === 0 ? task._coro! : frames[frames.length - 1]!;
    traps.depth = 0;
    let result;
    try {
      result = throws ? THROW.call(coro, value) : NEXT.call(coro, value);
    } catch (error) {
      if (coro === task._coro) return task._fail(error);
      popFrame(task);
      throws = true;
      value = error;
      continue;
    }
    if (result.done) {
      if (coro === task._coro) return task._finish(result.value);
      popFrame(task);
      throws = false;
      value = result.value === undefined ? UNDEFINED : result.value;
      continue;
    }
    if (HAS_DIAGNOSTICS && result !== traps.parked) recordForeign(task);
    if (traps.suspensions !== 0) pushFrames(task);
    if (result.value !== BEGIN) return park(task, result.value, result !== traps.parked);
    throws = false;
    value = undefined;
  }
}

/** Removes the innermost coroutine, which is done. */
function popFrame(task: Task<any>): void {
  task._frames!.pop();
  if (task._extras !== null) forgetForeign(task, task._extras);
}

/** Adds the marked coroutines that suspended in this step to the frames, outermost first. */
function pushFrames(task: Task<any>): void {
  const frames = (task._frames ??= []);
  const { suspended } = traps;
  for (let i = traps.suspensions - 1; i >= 0; i--) frames.push(suspended[i]!);
  suspended.length = traps.suspensions = 0;
}

/** The decision table of the yielded value. */
function park(task: Task<any>, trap: any, isForeign: boolean): void {
  if (trap === undefined || trap === null) {
    task._loop._instruments?.parked(task, null);
    task._loop._enqueue(task);
  } else if (isAwaited(trap, isForeign) && (trap._loop === task._loop || canAwait(task._loop, trap)) && trap !== task) {
    traps.foreign = false;
    parkOn(task, trap);
  } else throwNext(task, badYield(task, trap));
}

/** Returns whether a trap is a future that its iterator has just yielded. A foreign iterator may yield any object. */
function isAwaited(trap: any, isForeign: boolean): boolean {
  return (!isForeign || isFuture(trap)) && trap._state === AWAITED;
}

/** Records that a foreign iterator may be awaited by the coroutine that was resumed. */
function recordForeign(task: Task<any>): void {
  const extras = task._ensureExtras();
  extras.foreignFrom = Math.min(extras.foreignFrom, positionOf(task));
}

/** Forgets a foreign iterator that was awaited by the coroutine about to be resumed, or by one inside it. */
function forgetForeign(task: Task<any>, extras: TaskExtras): void {
  if (HAS_DIAGNOSTICS && positionOf(task) <= extras.foreignFrom) extras.foreignFrom = Infinity;
}

/** Returns the position of the innermost coroutine on the task's stack. */
function positionOf(task: Task<any>): number {
  return task._frames === null ? 0 : task._frames.length;
}

function parkOn(task: Task<any>, future: Future<unknown>): void {
  future._state = PENDING;
  // First, so that a stack overflow in it leaves no task that waits unseen.
  if (task._number >= 0) task._loop._tasks.add(task);
  task._loop._instruments?.parked(task, future);
  if (future._waiters === null) future._waiters = task;
  else addWaiter(future, task);
  task._waiting = future;
  const extras = task._extras;
  if (extras !== null && extras.mustCancel && future.cancel(extras.cancelMessage)) extras.mustCancel = false;
}

/**
 * Handles an error that the kernel's own code threw in a step. Its usual cause is a value of the program: a proxy, a getter, the
 * `cancel` of a future. If the task lost its step, the next one throws the error into the coroutine.
 */
export function stepFailed(task: Task<any>, exception: unknown): void {
  const awaited = task._waiting;
  if (task._state < FINISHED && (awaited === null || awaited._state >= FINISHED)) throwNext(task, exception);
  else task._loop.callExceptionHandler({ message: `Exception in a step of ${task}`, exception, task });
  traps.foreign = false;
  endStep();
}

/** Throws an error into the coroutine in a later pass. */
function throwNext(task: Task<any>, error: unknown): void {
  task._ensureExtras().pendingError = { error };
  task._loop._enqueue(task);
}

/** Takes one step in the context of the host. A function of its own, because its closure is allocated at each call. */
export function stepInHostContext(task: Task<any>, enter: (step: () => void) => void): void {
  enter(() => stepWithExtras(task));
}
