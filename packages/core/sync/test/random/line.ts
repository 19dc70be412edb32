import { type Coroutine, currentTask, type Task } from "@asyncio-ts/tasks";

/** One who asks, and how often its task had been cancelled when it began to. */
interface Asking {
  task: Task<unknown>;
  cancels: number;
}

/** Those who ask for something, in the order of asking. */
export class Line {
  readonly #asking: Asking[] = [];

  /** Waits, and says how many asked before and may still get it. */
  *ask<T>(wait: Coroutine<T>): Coroutine<{ value: T; ahead: number }> {
    const task = currentTask()!;
    const mine = { task, cancels: task.cancelling() };
    this.#asking.push(mine);
    try {
      const value = yield* wait;
      return { value, ahead: this.#asking.slice(0, this.#asking.indexOf(mine)).filter(isAlive).length };
    } finally {
      this.#asking.splice(this.#asking.indexOf(mine), 1);
    }
  }

  /** Cancels one who asks: the first for 0. */
  strike(place: number): void {
    this.#asking[place]?.task.cancel();
  }

  /** How many ask, without those that are cancelled and have not run yet. */
  get waiting(): number {
    return this.#asking.filter(isAlive).length;
  }
}

function isAlive({ task, cancels }: Asking): boolean {
  return task.cancelling() <= cancels;
}
