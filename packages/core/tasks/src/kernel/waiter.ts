import { Context, type Runnable } from "@asyncio-ts/loop";
import { enqueue, hostContextOf, repr, runtime } from "@asyncio-ts/loop/lowlevel";
import type { Future } from "./future.ts";
import { FINISHED } from "./future-state.ts";
import type { Task } from "./task.ts";

/** Waits for a future, and is notified by the ready queue in the pass after the future is done. */
export interface Waiter {
  /** The task that waits, shown in call graphs; null if there is none. */
  readonly awaiter: Task<unknown> | null;
  /** Whether the waiter is a task, which takes a step in place of a notification. */
  readonly isTask: boolean;
  /** Called with the future that is done. */
  futureDone(future: Future<unknown>): void;
}

/** Adds a waiter to a future. A done future notifies it in the next pass. */
export function addWaiter(future: Future<any>, waiter: Waiter): void {
  if (future._state >= FINISHED) enqueue(future._loop, new Notification(future, waiter));
  else if (future._waiters === null) future._waiters = waiter;
  else if (Array.isArray(future._waiters)) future._waiters.push(waiter);
  else future._waiters = [future._waiters, waiter];
}

/** Removes the waiters that match, unless the future is done. Returns how many there were. */
export function removeWaiters(future: Future<any>, matches: (waiter: Waiter) => boolean): number {
  if (future._state >= FINISHED) return 0;
  const waiters = waitersOf(future);
  const rest = waiters.filter((waiter) => !matches(waiter));
  future._waiters = rest.length === 0 ? null : rest;
  return waiters.length - rest.length;
}

/** Returns the waiters of a future that were not notified yet. */
export function waitersOf(future: Future<any>): Waiter[] {
  if (future._waiters === null) return [];
  return Array.isArray(future._waiters) ? future._waiters : [future._waiters];
}

/** The current runnable while waiters are notified: it is no task and has no context. */
const noTask: Runnable = { context: null, run() {} };

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

  futureDone(future: Future<T>): void {
    runtime.current = this;
    const enter = hostContextOf(this.context);
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

  /** Returns the context of the callback. */
  getContext(): Context {
    return (this.context ??= new Context());
  }

  toString(): string {
    return `<DoneCallback ${repr(this.fn)}>`;
  }

  run(): void {}
}

/** Notifies the waiters of a done future, in their order and in one step. */
export class Notification implements Runnable {
  context: Context | null = null;
  /** The future, so that its callbacks keep their order. */
  readonly owner: Future<any>;
  readonly #waiters: Waiter | Waiter[];

  constructor(future: Future<any>, waiters: Waiter | Waiter[]) {
    this.owner = future;
    this.#waiters = waiters;
  }

  run(): void {
    const future = this.owner;
    const waiters = this.#waiters;
    if (future._waiters === waiters) future._waiters = null;
    if (Array.isArray(waiters)) for (const waiter of waiters) notify(waiter, future);
    else notify(waiters, future);
    future._reportUnretrieved();
  }

  dropped(): void {
    this.owner._reportUnretrieved();
  }

  toString(): string {
    return String(this.owner);
  }
}

/** Notifies one waiter. Its error is reported, and the other waiters are notified all the same. */
function notify(waiter: Waiter, future: Future<any>): void {
  noTask.context = null;
  runtime.current = noTask;
  try {
    waiter.futureDone(future);
  } catch (exception) {
    future._loop.callExceptionHandler({ message: `Exception in callback of ${future}`, exception, future });
  }
}
