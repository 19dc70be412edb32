import type { Trap } from "@asyncio-ts/tasks";
import { finish, type Operating, operation } from "@asyncio-ts/tasks/kit";
import type { Waiter } from "./waiters.ts";

/** What one stands in line for. */
export interface Line<S, T> {
  /** Stands at the end of the line; null when there is nothing to wait for. */
  join(): Waiter | null;
  /** One was woken: leaves the line; or stands in it again, where that was in vain. */
  woken(waiter: Waiter): Waiter | null;
  /** Takes what it stood in line for. */
  take(subject: S): T;
  /** One has left the line before its turn, maybe after it was woken. */
  left(waiter: Waiter): void;
}

/** The coroutine of one who stands in line until its turn has come, and takes what there is. */
export class Turn<S, T> implements Operating {
  readonly line: Line<S, T>;
  readonly subject: S;
  waiter: Waiter | null = null;
  over = false;

  constructor(line: Line<S, T>, subject: S) {
    this.line = line;
    this.subject = subject;
  }

  next(): IteratorResult<Trap, T> {
    if (this.over) return finish(undefined as T);
    if (this.waiter === null) this.waiter = this.line.join();
    while (this.waiter !== null) {
      const answer = this.await(this.waiter);
      if (answer.done !== true) return answer;
      this.waiter = this.line.woken(this.waiter);
    }
    this.over = true;
    return finish(this.line.take(this.subject));
  }

  // In a method of its own: with the `try` in `next` that is not always inlined.
  await(waiter: Waiter): IteratorResult<Trap, void> {
    try {
      return waiter[Symbol.iterator]().next();
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  leave(): void {
    this.over = true;
    if (this.waiter !== null) this.line.left(this.waiter);
    this.waiter = null;
  }
}

operation(Turn);
