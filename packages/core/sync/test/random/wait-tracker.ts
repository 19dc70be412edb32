import { type Coroutine, currentTask, type Task } from "@asyncio-ts/tasks";

/** A tracked wait, and how often its task had been cancelled before it. */
interface Wait {
  task: Task<unknown>;
  cancels: number;
}

/** Records the waits of tasks for a resource, in the order of their calls. */
export class WaitTracker {
  readonly #waits: Wait[] = [];

  /** Awaits a wait. @returns its value, and how many earlier waits are still live */
  *track<T>(coroutine: Coroutine<T>): Coroutine<{ value: T; ahead: number }> {
    const task = currentTask()!;
    const wait = { task, cancels: task.cancelling() };
    this.#waits.push(wait);
    try {
      const value = yield* coroutine;
      return { value, ahead: this.#waits.slice(0, this.#waits.indexOf(wait)).filter(isLive).length };
    } finally {
      this.#waits.splice(this.#waits.indexOf(wait), 1);
    }
  }

  /** Cancels the waiting task at a position, 0 for the first. Does nothing if there is none. */
  cancelAt(position: number): void {
    this.#waits[position]?.task.cancel();
  }

  /** The number of live waits: their tasks were not cancelled. */
  get live(): number {
    return this.#waits.filter(isLive).length;
  }
}

function isLive({ task, cancels }: Wait): boolean {
  return task.cancelling() <= cancels;
}
