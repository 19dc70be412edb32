import { readyRunnables, runtime } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "./event-loop.ts";
import { isTask, type Task } from "./task.ts";

/** Numbers restart here, because larger ones are no small integers to V8. */
const NUMBERS = 1 << 30;

/**
 * The unfinished tasks of one loop.
 *
 * A task is stored here from its first wait for a future until its end. Before that it is in the ready queue or runs, so it can be
 * found there. A task that never waits is never stored, because a young object in an old array costs a fifth of its creation.
 *
 * While a task is stored, `~task._number` is its place, and its number is beside it.
 */
export class TaskList {
  /** Tasks with an eager step that the end of the stack cut short. Their creators got the error, so `list` removes them. */
  readonly lost: Task<any>[] = [];
  /** The number of the next task. Counts per loop, so that the default names of a program are the same in each run. */
  made = 0;
  readonly #stored: Task<any>[] = [];
  readonly #numbers: number[] = [];
  readonly #loop: EventLoop;

  constructor(loop: EventLoop) {
    this.#loop = loop;
  }

  /** Returns the number of a new task. */
  nextNumber(): number {
    const number = this.made;
    this.made = (number + 1) % NUMBERS;
    return number;
  }

  /** Returns the number of a new task that takes its first step inside its creator's, and stores the creator: it is not current then. */
  nextNumberInside(creator: Task<any> | null): number {
    if (creator?.isTask) this.add(creator);
    return this.nextNumber();
  }

  /** Returns the number of a task, which counts the tasks that were created before it. */
  numberOf(task: Task<any>): number {
    return task._number < 0 ? this.#numbers[~task._number]! : task._number;
  }

  /** Stores a task. Does nothing if it is stored. */
  add(task: Task<any>): void {
    if (task._number < 0) return;
    this.#numbers.push(task._number);
    task._number = ~(this.#stored.push(task) - 1);
  }

  /** Removes a task. Does nothing if it is not stored. */
  delete(task: Task<any>): void {
    if (task._number >= 0) return;
    const place = ~task._number;
    task._number = this.#numbers[place]!;
    // The last one takes its place.
    const last = this.#stored.pop()!;
    const number = this.#numbers.pop()!;
    if (last === task) return;
    this.#stored[place] = last;
    this.#numbers[place] = number;
    last._number = ~place;
  }

  /** Returns the unfinished tasks in creation order. */
  list(): Task<any>[] {
    for (const task of this.lost.splice(0)) this.delete(task);
    const unstored = [runtime.current, ...readyRunnables(this.#loop)].filter((runnable) => this.#isUnstored(runnable));
    const age = (task: Task<any>) => (this.made - this.numberOf(task) + NUMBERS - 1) % NUMBERS;
    return [...this.#stored, ...new Set(unstored)].sort((a, b) => age(b) - age(a));
  }

  /** Whether a runnable is an unfinished task that is not stored. An abandoned task has a `run` of its own. */
  #isUnstored(runnable: unknown): runnable is Task<any> {
    return (
      isTask(runnable) && runnable._loop === this.#loop && runnable._number >= 0 && !runnable.done() && !Object.hasOwn(runnable, "run")
    );
  }
}
