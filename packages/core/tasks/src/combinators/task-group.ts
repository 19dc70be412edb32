import type { Failure } from "@asyncio-ts/loop/lowlevel";
import type { Awaits, Coroutine, Startable } from "../coroutines/awaitable.ts";
import { delegate } from "../coroutines/delegate.ts";
import { currentTask } from "../kernel/current-task.ts";
import { isCancelledError } from "../kernel/errors.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import { ExceptionGroup } from "./exception-group.ts";
import type { Future } from "../kernel/future.ts";
import { addWaiter } from "../kernel/waiter.ts";
import { isCoroutine } from "../coroutines/generator.ts";
import { getRunningLoop } from "../kernel/running-loop.ts";
import { CANCELLED, FINISHED } from "../kernel/future-state.ts";
import type { TaskOptions } from "../kernel/task-options.ts";
import type { Task } from "../kernel/task.ts";
import { checkBody, checkBodyResult } from "./body.ts";
import { hintIfSwallowed } from "./swallowed.ts";

/** The number of children from which on a group removes the ones that are done. */
const FEW = 64;

/** The group of tasks that `taskGroup` passes to its body. Mirrors `asyncio.TaskGroup`. */
export class TaskGroup {
  /** @internal */
  readonly isTask = false;
  /** @internal The parent: the task of the body. */
  readonly awaiter: Task<unknown>;
  readonly #loop: EventLoop = getRunningLoop();
  /** The children in creation order. Some may be done, because a Set would cost more than a task. */
  #tasks: Task<unknown>[] = [];
  #unfinished = 0;
  readonly #errors: unknown[] = [];
  #exiting = false;
  #aborting = false;
  #parentCancelRequested = false;
  #allDone: Future<void> | null = null;

  /** @internal */
  constructor() {
    const parent = currentTask();
    if (parent === null) throw new Error("taskGroup() must be called inside a task");
    this.awaiter = parent;
  }

  /**
   * Creates a child task. A child may create children as well, until the group is aborting or finished.
   *
   * @throws Error if the group is aborting or finished; the coroutine is closed
   */
  createTask<T>(startable: Startable<T> & Awaits<T>, options?: TaskOptions): Task<T> {
    if (this.#exiting && this.#unfinished === 0) throw refused(startable, `${this} is finished`);
    if (this.#aborting) throw refused(startable, `${this} is shutting down`);
    const task = this.#loop.createTask<T>(startable, options);
    this.#tasks.push(task);
    this.#unfinished++;
    addWaiter(task, this);
    // An eager child may have cancelled the group before the group knew it.
    if (this.#aborting && !task.done()) task.cancel();
    return task;
  }

  /**
   * Ends the group early and without an error: cancels the children and the body, and drops their CancelledErrors. Errors and
   * cancellations from elsewhere are thrown as usual. `taskGroup` then returns undefined, unless the body returned a value.
   *
   * Does nothing if the group is aborting or finished. Mirrors `TaskGroup.cancel` of Python 3.15.
   *
   * @example
   * ```ts
   * import { run, sleep, taskGroup } from "@asyncio-ts/tasks";
   *
   * await run(function* () {
   *   yield* taskGroup(function* (group) {
   *     for (const ms of [30, 10, 20]) {
   *       group.createTask(function* () {
   *         yield* sleep(ms);
   *         console.log(`first after ${ms} ms`);
   *         group.cancel();
   *       });
   *     }
   *   });
   *   console.log("the others are cancelled");
   * });
   * // prints first after 10 ms
   * // prints the others are cancelled
   * ```
   */
  cancel(): void {
    if (this.#aborting || (this.#exiting && this.#unfinished === 0)) return;
    this.#abort();
    this.#cancelParent();
  }

  /** @internal */
  futureDone(future: Future<unknown>): void {
    const task = future as Task<unknown>;
    this.#unfinished--;
    if (this.#tasks.length > FEW && this.#tasks.length > 2 * this.#unfinished) this.#tasks = this.#tasks.filter((each) => !each.done());
    if (this.#allDone !== null && this.#unfinished === 0 && !this.#allDone.done()) this.#allDone.setResult();
    if (task._state === CANCELLED || task._state === FINISHED) return;
    const exception = task.exception();
    this.#errors.push(exception);
    const parent = this.awaiter;
    if (parent.done()) {
      const message = `Task ${task} has errored out but its parent task ${parent} is already completed`;
      this.#loop.callExceptionHandler({ message, exception, task });
    } else if (!this.#aborting && !this.#parentCancelRequested) {
      this.#abort();
      this.#cancelParent();
    }
  }

  /** @internal Called when the body has returned. Gives a hint in debug mode if the group had cancelled the body. */
  _bodyReturned(): void {
    if (this.#parentCancelRequested) hintIfSwallowed(this.awaiter, 0, "taskGroup: the group was cancelled", taskGroup);
  }

  /** @internal Waits for the children after the end of the body, then throws the error of the group, if there is one. */
  *_exit(body: Failure | null): Coroutine<void> {
    this.#exiting = true;
    let cancelled: Failure | null = body !== null && isCancelledError(body.error) ? body : null;
    let latest: Failure | null = null;
    if (body !== null && !this.#aborting) this.#abort();
    while (this.#unfinished > 0) {
      this.#allDone = this.#loop.createFuture();
      try {
        yield* this.#allDone;
      } catch (error) {
        if (!isCancelledError(error)) throw error;
        latest = { error };
        if (!this.#aborting) {
          cancelled = latest;
          this.#abort();
        }
      }
      this.#allDone = null;
    }
    const parent = this.awaiter;
    // A cancellation that was also requested from outside remains.
    if (this.#parentCancelRequested) cancelled = parent.uncancel() === 0 ? null : (cancelled ?? latest);
    if (cancelled !== null && this.#errors.length === 0) throw cancelled.error;
    if (body !== null && !isCancelledError(body.error)) this.#errors.push(body.error);
    if (this.#errors.length === 0) return;
    if (parent.cancelling() > 0) {
      parent.uncancel();
      parent.cancel();
    }
    throw new ExceptionGroup("unhandled errors in a TaskGroup", this.#errors);
  }

  #cancelParent(): void {
    this.#parentCancelRequested = true;
    this.awaiter.cancel();
  }

  #abort(): void {
    this.#aborting = true;
    for (const task of this.#tasks) if (!task.done()) task.cancel();
  }

  /** Returns the state as text for errors and logs. */
  toString(): string {
    const counts = [`tasks=${this.#unfinished}`, `errors=${this.#errors.length}`];
    return `<TaskGroup ${counts.join(" ")} ${this.#aborting ? "cancelling" : "entered"}>`;
  }
}

function refused(startable: Startable<unknown>, reason: string): Error {
  if (isCoroutine(startable)) startable.return(undefined);
  return new Error(reason);
}

/**
 * Runs `body`, and returns when all tasks created with `group.createTask` have ended.
 *
 * The first error of the body or a child cancels the others. All errors are thrown as one ExceptionGroup.
 *
 * Mirrors `asyncio.TaskGroup`.
 *
 * @returns the result of the body; undefined if `group.cancel()` ended the body
 * @throws ExceptionGroup of the errors of the children, in the order of their completion, and of the body, last
 * @throws CancelledError if the task was cancelled from outside and no child failed
 * @throws Error outside a task
 *
 * @example
 * ```ts
 * import { run, sleep, taskGroup } from "@asyncio-ts/tasks";
 *
 * await run(function* () {
 *   yield* taskGroup(function* (group) {
 *     for (const name of ["one", "two"]) {
 *       group.createTask(function* () {
 *         yield* sleep(10);
 *         console.log(name);
 *       });
 *     }
 *   });
 *   console.log("both");
 * });
 * // prints one
 * // prints two
 * // prints both
 * ```
 */
export function* taskGroup<T>(body: (group: TaskGroup) => Coroutine<T>): Coroutine<T> {
  checkBody("taskGroup", body);
  const group = new TaskGroup();
  let result: T;
  try {
    result = yield* delegate(checkBodyResult("taskGroup", body(group)));
    // eslint-disable-next-line asyncio-ts/no-swallowed-cancel -- `_exit` rethrows a cancellation from outside
  } catch (error) {
    yield* group._exit({ error });
    // The cancellation was the group's own.
    return undefined as T;
  }
  group._bodyReturned();
  yield* group._exit(null);
  return result;
}
