import { Context, type Runnable } from "@asyncio-ts/loop";
import { hostContextOf, repr, runtime } from "@asyncio-ts/loop/lowlevel";
import type { Future } from "./future.ts";
import { FINISHED } from "./future-state.ts";
import type { Task } from "./task.ts";

/** Waits for a future, and is notified in the pass after the future is done. */
export interface Waiter {
  /** The task that waits, shown in call graphs; null if there is none. */
  readonly awaiter: Task<unknown> | null;
  /** Whether the waiter is a task, which is in the ready queue itself. */
  readonly isTask: boolean;
  /** Called with the future that is done: a task at once, any other waiter by the ready queue. */
  futureDone(future: Future<unknown>): void;
}

/** Adds a waiter to a future. A done future notifies it in the next pass. */
export function addWaiter(future: Future<any>, waiter: Waiter): void {
  if (future._state >= FINISHED) future._loop._enqueue(new Notification(future, waiter, true));
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
const noTask: Runnable & { toString(): string } = { context: null, run() {}, toString: () => "callbacks of a future" };

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

/** Enqueues the waiters of a future that became done, each as a runnable of its own, so that a slice may end between them. */
export function notifyWaiters(future: Future<any>, waiters: Waiter | Waiter[]): void {
  if (Array.isArray(waiters)) for (const waiter of waiters) notifyWaiter(future, waiter);
  else notifyWaiter(future, waiters);
}

function notifyWaiter(future: Future<any>, waiter: Waiter): void {
  if (waiter.isTask) waiter.futureDone(future);
  else future._loop._enqueue(new Notification(future, waiter, false));
}

/** Notifies one waiter of a done future. */
class Notification implements Runnable {
  context: Context | null = null;
  /** The future, so that its callbacks keep their order. */
  readonly owner: Future<any>;
  readonly #waiter: Waiter;
  /** Whether the waiter was added after the future was done. Then the future's exception is reported or retrieved already. */
  readonly #isLate: boolean;

  constructor(future: Future<any>, waiter: Waiter, isLate: boolean) {
    this.owner = future;
    this.#waiter = waiter;
    this.#isLate = isLate;
  }

  run(): void {
    const future = this.owner;
    noTask.context = null;
    runtime.current = noTask;
    try {
      this.#waiter.futureDone(future);
    } catch (exception) {
      future._loop.callExceptionHandler({ message: `Exception in callback of ${future}`, exception, future });
    }
    if (!this.#isLate) this.owner._reportUnretrieved();
  }

  dropped(): void {
    if (!this.#isLate) this.owner._reportUnretrieved();
  }

  toString(): string {
    return String(this.owner);
  }
}
