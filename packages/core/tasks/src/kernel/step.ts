/**
 * The kernel: what a task does with what its coroutine yields.
 *
 * - One step runs the coroutine until it awaits something unfinished. `park` is the decision table over what was yielded.
 * - A step is run by the ready queue, or by the creator for an eager task. Nothing else resumes a coroutine.
 * - Awaiting allocates nothing: a future is its own iterator, and the task itself stands among the future's waiters and in
 *   the ready queue.
 * - Plain coroutines nest natively under `yield*`. Marked ones that have waited are frames on the task's own stack, so that
 *   only the innermost is resumed.
 * - A cancellation is passed on to what the task waits for. Only when that can't take it is it remembered and thrown in the
 *   next step. Invariants, as in CPython's tasks.py: `_waiting` is set exactly while a future keeps the task from stepping or
 *   has just made it ready.
 * - Bytes are the currency: a task has nine fields, and what few need is in `TaskExtras`. Of the program's coroutines no property is
 *   read, since each `function*` in place has a prototype of its own that no cache of V8 knows.
 */
import type { TaskExtras } from "./task-extras.ts";
import { CancelledError, isCancelledError } from "./errors.ts";
import type { Future } from "./future.ts";
import { NEXT, THROW } from "../coroutines/generator.ts";
import { refusal } from "./bad-yield.ts";
import { AWAITED, CANCELLED, FAILED, PENDING } from "./future-state.ts";
import { BEGIN, NOT_STEPPING, traps, UNDEFINED } from "../coroutines/traps.ts";
import type { Task } from "./task.ts";

/** Takes one step: throws what is to be thrown, or goes on with what has come. */
export function step(task: Task<any>): void {
  const thrown = task._extras === null ? null : takeThrown(task, task._extras);
  task._waiting = null;
  if (thrown === null) advance(task, false, undefined);
  else advance(task, true, thrown.error);
  traps.depth = NOT_STEPPING;
  // What stays in these would be kept alive.
  traps.parked.value = traps.finished.value = undefined;
}

/** What is to be thrown in this step, if anything is. */
function takeThrown(task: Task<any>, rare: TaskExtras): { error: unknown } | null {
  const { thrown } = rare;
  rare.thrown = null;
  if (!rare.mustCancel) return thrown;
  rare.mustCancel = false;
  return thrown !== null && isCancelledError(thrown.error) ? thrown : { error: cancellation(task, task._waiting) };
}

/** The CancelledError of the remembered request, unless one is on its way already. */
function cancellation(task: Task<any>, waited: Future<unknown> | null): unknown {
  if (waited !== null) {
    if (waited._state === CANCELLED) return waited._cancelledError();
    waited._markRetrieved();
    // A gathering fails with the CancelledError of a child.
    if (waited._state === FAILED && isCancelledError(waited._value)) return waited._value;
  }
  return new CancelledError(task._value as string | undefined);
}

/** Resumes the innermost coroutine, its caller with the outcome, and so on, until one awaits or the last is done. */
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
      frames!.pop();
      throws = true;
      value = error;
      continue;
    }
    if (result.done) {
      if (coro === task._coro) return task._finish(result.value);
      frames!.pop();
      throws = false;
      value = result.value === undefined ? UNDEFINED : result.value;
      continue;
    }
    if (traps.suspensions !== 0) pushFrames(task);
    if (result.value !== BEGIN) return park(task, result.value, result !== traps.parked);
    throws = false;
    value = undefined;
  }
}

/** Takes the marked coroutines that suspended in this step as frames, outermost first. */
function pushFrames(task: Task<any>): void {
  const frames = (task._frames ??= []);
  const { suspended } = traps;
  for (let i = traps.suspensions - 1; i >= 0; i--) frames.push(suspended[i]!);
  suspended.length = traps.suspensions = 0;
}

/** The decision table over what the coroutine yielded. */
function park(task: Task<any>, trap: any, theirs: boolean): void {
  if (trap === undefined || trap === null) {
    task._loop.instruments?.notify("parked", task, null);
    task._loop.enqueue(task);
  } else if (trap._state === AWAITED && trap._loop === task._loop && trap !== task) {
    if (theirs) task._ensureExtras().theirs = true;
    traps.theirs = false;
    waitFor(task, trap);
  } else throwNext(task, refusal(task, trap));
}

function waitFor(task: Task<any>, future: Future<unknown>): void {
  future._state = PENDING;
  task._loop.instruments?.notify("parked", task, future);
  if (future._waiters === null) future._waiters = task;
  else future._addWaiter(task);
  task._waiting = future;
  const rare = task._extras;
  if (rare !== null && rare.mustCancel && future.cancel(task._value as string | undefined)) rare.mustCancel = false;
}

/** Has an error thrown into the coroutine in a later pass. */
function throwNext(task: Task<any>, error: unknown): void {
  task._ensureExtras().thrown = { error };
  task._loop.enqueue(task);
}
