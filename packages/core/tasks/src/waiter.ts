import { type Context, enterOf, realm, repr, type Runnable } from "@asyncio-ts/loop";
import type { Future } from "./future.ts";
import type { Task } from "./task.ts";

/** What is told when a future is done: in the pass after, by the ready queue. */
export interface Waiter {
  /** The task that waits here, where one does. */
  readonly awaiter: Task<unknown> | null;
  /** True for a task, which steps again; others are called with the future. */
  readonly steps: boolean;
  /** @param future the one that is done */
  settled(future: Future<unknown>): void;
}

/** A done callback, with the context in which it was added. */
export class DoneCallback<T> implements Waiter, Runnable {
  readonly awaiter = null;
  readonly steps = false;
  readonly fn: (future: Future<T>) => unknown;
  context: Context | null;

  constructor(fn: (future: Future<T>) => unknown, context: Context | null) {
    this.fn = fn;
    this.context = context;
  }

  settled(future: Future<T>): void {
    realm.current = this;
    const enter = enterOf(this.context);
    if (enter === null) this.#call(future);
    else enter(() => this.#call(future));
  }

  #call(future: Future<T>): void {
    try {
      this.fn(future);
    } catch (exception) {
      future._loop.callExceptionHandler({ message: `Exception in callback ${repr(this.fn)}`, exception, future });
    }
  }

  run(): void {}
}

/** Tells a waiter that came after the future was done. */
export class Belated implements Runnable {
  context: Context | null = null;
  readonly #future: Future<any>;
  readonly #waiter: Waiter;

  constructor(future: Future<any>, waiter: Waiter) {
    this.#future = future;
    this.#waiter = waiter;
  }

  run(): void {
    this.#waiter.settled(this.#future);
  }
}
