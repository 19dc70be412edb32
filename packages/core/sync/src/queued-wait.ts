import type { Trap } from "@asyncio-ts/tasks";
import { disposable, nameOf } from "@asyncio-ts/loop/lowlevel";
import {
  completed,
  type OperationBody,
  operation,
  tracksOperations,
  trackOperation,
  traps,
  untrackOperation,
} from "@asyncio-ts/tasks/lowlevel";
import type { Waiter } from "./waiters.ts";

/** What one stands in line for. */
export interface WaitPolicy<S, T> {
  /** The primitive. */
  readonly owner: object;
  /** Stands at the end of the line; null when there is nothing to wait for. */
  enqueue(): Waiter | null;
  /** One was woken: leaves the line; or stands in it again, where that was in vain. */
  retry(waiter: Waiter): Waiter | null;
  /** Takes what it stood in line for. */
  take(subject: S): T;
  /** One has left the line before its turn, maybe after it was woken. */
  abandon(waiter: Waiter): void;
}

/** The coroutine of one who stands in line until its turn has come, and takes what there is. */
export class QueuedWait<S, T> implements OperationBody {
  readonly policy: WaitPolicy<S, T>;
  readonly subject: S;
  waiter: Waiter | null = null;
  over = false;

  constructor(policy: WaitPolicy<S, T>, subject: S) {
    this.policy = policy;
    this.subject = subject;
    if (tracksOperations()) trackOperation(this, nameOf(policy.owner), QueuedWait as never);
  }

  next(): IteratorResult<Trap, T> {
    if (this.over) return completed(undefined as T);
    if (traps.origins !== null) untrackOperation(this);
    if (this.waiter === null) this.waiter = this.policy.enqueue();
    while (this.waiter !== null) {
      const answer = this.await(this.waiter);
      if (answer.done !== true) return answer;
      this.waiter = this.policy.retry(this.waiter);
    }
    this.over = true;
    return completed(this.policy.take(this.subject));
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
    if (traps.origins !== null) untrackOperation(this);
    if (this.waiter !== null) this.policy.abandon(this.waiter);
    this.waiter = null;
  }
}

operation(QueuedWait);

/** Disposes at the end of a block with `using` that was given the coroutine in place of its permit. */
disposable(QueuedWait, function () {
  if (!this.over && this.waiter === null) {
    throw new Error(`${nameOf(this.policy.owner)}: a coroutine under \`using\` was never awaited; write \`using _ = yield* …\``);
  }
  this.leave();
});
