import type { Trap } from "@asyncio-ts/tasks";
import { disposable, nameOf } from "@asyncio-ts/loop/lowlevel";
import { completed, type OperationBody, operation, tracksOperations, trackOperation, untrackOperation } from "@asyncio-ts/tasks/lowlevel";
import type { Primitive, WaitEntry } from "./wait-list.ts";

/** Tells a QueuedWait when to wait for a resource, and how to take it. */
export interface WaitPolicy<P, T> {
  /** The primitive that owns the resource. */
  readonly primitive: Primitive;
  /** Adds a waiter. Returns null if the resource can be taken at once. */
  enqueue(): WaitEntry | null;
  /** Removes a waiter that was woken. If the resource has been taken meanwhile, returns a new waiter. */
  retry(entry: WaitEntry): WaitEntry | null;
  /** Takes the resource. The payload is the caller's part: the item to put, or the permit that will hold the lock. */
  take(payload: P): T;
  /** Removes a waiter after its coroutine was cancelled or closed. If it had been woken, its wake-up must not be lost. */
  abandon(entry: WaitEntry): void;
}

/** The coroutine that waits for its turn in a WaitList, then takes the resource. An operation, see decision 0005. */
export class QueuedWait<P, T> implements OperationBody {
  readonly policy: WaitPolicy<P, T>;
  readonly payload: P;
  entry: WaitEntry | null = null;
  finished = false;

  constructor(policy: WaitPolicy<P, T>, payload: P) {
    this.policy = policy;
    this.payload = payload;
    if (tracksOperations()) trackOperation(this, nameOf(policy.primitive._label), QueuedWait as never);
  }

  next(): IteratorResult<Trap, T> {
    if (this.finished) return completed(undefined as T);
    if (tracksOperations()) untrackOperation(this);
    if (this.entry === null) this.entry = this.policy.enqueue();
    while (this.entry !== null) {
      const answer = this.await(this.entry);
      if (answer.done !== true) return answer;
      this.entry = this.policy.retry(this.entry);
    }
    this.finished = true;
    return completed(this.policy.take(this.payload));
  }

  // A separate method, because V8 does not always inline one with a `try`.
  await(entry: WaitEntry): IteratorResult<Trap, void> {
    try {
      return entry[Symbol.iterator]().next(undefined);
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  leave(): void {
    this.finished = true;
    if (tracksOperations()) untrackOperation(this);
    if (this.entry !== null) this.policy.abandon(this.entry);
    this.entry = null;
  }
}

operation(QueuedWait);

/** Disposes at the end of a block with `using` that was given the coroutine in place of its permit. */
disposable(QueuedWait, function () {
  if (!this.finished && this.entry === null) {
    throw new Error(`${nameOf(this.policy.primitive._label)}: a coroutine under \`using\` was never awaited; write \`using _ = yield* …\``);
  }
  this.leave();
});
