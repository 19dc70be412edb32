import type { Awaits, Coroutine, Startable } from "../coroutines/awaitable.ts";
import { delegate } from "../coroutines/delegate.ts";
import { currentTask } from "../kernel/current-task.ts";
import { isCancelledError } from "../kernel/errors.ts";
import type { EventLoop } from "../kernel/event-loop.ts";
import { ExceptionGroup } from "./exception-group.ts";
import type { Future } from "../kernel/future.ts";
import type { Waiter } from "../kernel/waiter.ts";
import { isCoroutine } from "../coroutines/generator.ts";
import { getRunningLoop } from "../kernel/running-loop.ts";
import { CANCELLED, FINISHED } from "../kernel/future-state.ts";
import type { TaskOptions } from "../kernel/task-options.ts";
import type { Task } from "../kernel/task.ts";

/** How many children a group keeps before it forgets those that are done. */
const FEW = 64;

/** The tasks of one body; what `taskGroup` gives to it. Mirrors `asyncio.TaskGroup`. */
export class TaskGroup implements Waiter {
  /** No step of a task is taken when it is told. */
  readonly isTask = false;
  /** The task that the body runs in. */
  readonly awaiter: Task<unknown>;
  readonly #loop: EventLoop = getRunningLoop();
  /** The children in creation order, some of which may be done: a Set would cost more than a task. */
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
    if (parent === null) throw new Error("TaskGroup cannot determine the parent task: taskGroup belongs into a task");
    this.awaiter = parent;
  }

  /**
   * Has a coroutine run as a child of the body; also a child may call this, until the group is aborting or finished.
   *
   * @throws Error when the group takes no more; the coroutine is closed
   */
  createTask<T>(startable: Startable<T> & Awaits<T>, options?: TaskOptions): Task<T> {
    if (this.#exiting && this.#unfinished === 0) throw refused(startable, `${this} is finished`);
    if (this.#aborting) throw refused(startable, `${this} is shutting down`);
    const task = this.#loop.createTask<T>(startable, options);
    this.#tasks.push(task);
    this.#unfinished++;
    task._addWaiter(this);
    return task;
  }

  /** A waiter's part: a child is done. */
  settled(future: Future<unknown>): void {
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
      this.#parentCancelRequested = true;
      parent.cancel();
    }
  }

  /** @internal The body has ended: waits for the children, then throws what is to be thrown. */
  *_exit(body: { thrown: unknown } | null): Coroutine<void> {
    this.#exiting = true;
    let cancelled = body !== null && isCancelledError(body.thrown) ? body : null;
    if (body !== null && !this.#aborting) this.#abort();
    while (this.#unfinished > 0) {
      this.#allDone = this.#loop.createFuture();
      try {
        yield* this.#allDone;
      } catch (thrown) {
        if (!isCancelledError(thrown)) throw thrown;
        if (!this.#aborting) {
          cancelled = { thrown };
          this.#abort();
        }
      }
      this.#allDone = null;
    }
    const parent = this.awaiter;
    // Whoever else asked for the cancellation is still owed it.
    if (this.#parentCancelRequested && parent.uncancel() === 0) cancelled = null;
    if (cancelled !== null && this.#errors.length === 0) throw cancelled.thrown;
    if (body !== null && !isCancelledError(body.thrown)) this.#errors.push(body.thrown);
    if (this.#errors.length === 0) return;
    if (parent.cancelling() > 0) {
      parent.uncancel();
      parent.cancel();
    }
    throw new ExceptionGroup("unhandled errors in a TaskGroup", this.#errors);
  }

  #abort(): void {
    this.#aborting = true;
    for (const task of this.#tasks) if (!task.done()) task.cancel();
  }

  /** Its state, as errors and logs show it. */
  toString(): string {
    const counts = [`tasks=${this.#unfinished}`, `errors=${this.#errors.length}`];
    return `<TaskGroup ${counts.join(" ")} ${this.#aborting ? "cancelling" : "entered"}>`;
  }
}

function refused(startable: Startable<unknown>, why: string): Error {
  if (isCoroutine(startable)) startable.return(undefined);
  return new Error(why);
}

/**
 * Runs `body`, and does not return before the tasks that it made with `group.createTask` have ended.
 *
 * The first error of the body or a child cancels the others; all errors then come as one ExceptionGroup.
 *
 * Mirrors `asyncio.TaskGroup`.
 *
 * @returns what the body returns
 * @throws ExceptionGroup of the errors of children, in the order they came, and of the body, last
 * @throws CancelledError when the task was cancelled from outside, and no child failed
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
  const group = new TaskGroup();
  let result: T;
  try {
    result = yield* delegate(body(group));
  } catch (thrown) {
    yield* group._exit({ thrown });
    throw thrown;
  }
  yield* group._exit(null);
  return result;
}
