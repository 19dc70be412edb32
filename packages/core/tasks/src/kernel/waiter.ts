import { Context, type Runnable } from "@asyncio-ts/loop";
import { enterOf, runtime, repr } from "@asyncio-ts/loop/lowlevel";
import type { Future } from "./future.ts";
import type { Task } from "./task.ts";

/** What is told when a future is done: in the pass after, by the ready queue. */
export interface Waiter {
  /** The task that waits here, where one does. */
  readonly awaiter: Task<unknown> | null;
  /** True for a task, which steps again; others are called with the future. */
  readonly isTask: boolean;
  /**
   * Tells it.
   *
   * @param future the one that is done
   */
  settled(future: Future<unknown>): void;
}

/** The step in which waiters of ours are called: no task's, and with no context. */
const nobody: Runnable = { context: null, run() {} };

/** Calls a waiter. */
export function tell(waiter: Waiter, future: Future<any>): void {
  nobody.context = null;
  runtime.current = nobody;
  waiter.settled(future);
}

/** A done callback, with the context in which it was added. */
export class DoneCallback<T> implements Waiter, Runnable {
  readonly awaiter = null;
  readonly isTask = false;
  readonly fn: (future: Future<T>) => unknown;
  context: Context | null;

  constructor(fn: (future: Future<T>) => unknown, context: Context | null) {
    this.fn = fn;
    this.context = context;
  }

  settled(future: Future<T>): void {
    runtime.current = this;
    const enter = enterOf(this.context);
    if (enter === null) this.#call(future);
    else enter(() => this.#call(future));
  }

  #call(future: Future<T>): void {
    try {
      this.fn(future);
    } catch (exception) {
      future._loop.callExceptionHandler({ message: `Exception in callback ${repr(this.fn)}`, exception, handle: this });
    }
  }

  /** The context that the callback runs in. */
  getContext(): Context {
    return (this.context ??= new Context());
  }

  toString(): string {
    return `<DoneCallback ${repr(this.fn)}>`;
  }

  run(): void {}
}

/** Tells a waiter that came after the future was done. Its owner is the future, whose callbacks keep their order. */
export class LateCallback implements Runnable {
  context: Context | null = null;
  readonly owner: Future<any>;
  readonly #waiter: Waiter;

  constructor(future: Future<any>, waiter: Waiter) {
    this.owner = future;
    this.#waiter = waiter;
  }

  run(): void {
    tell(this.#waiter, this.owner);
  }
}
