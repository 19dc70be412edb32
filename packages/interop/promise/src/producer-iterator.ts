import { type Failure, isAsyncFunction, repr } from "@asyncio-ts/loop/lowlevel";
import {
  CancelledError,
  type Coroutine,
  type EventLoop,
  forEach,
  type Future,
  getEventLoop,
  getRunningLoop,
  isCoroutine,
  isFuture,
  type Iteratable,
  iterate,
  type Task,
} from "@asyncio-ts/tasks";
import { toPromise } from "./to-promise.ts";

/** Delivers an item to the consumer, and resumes when the consumer asks for the next one. */
export type Emit<T> = (item: T) => Coroutine<void>;

/** A producer of items: a source, an iterable, or a coroutine function that receives `emit`. */
export type Producer<T> = Iteratable<T> | ((emit: Emit<T>) => Coroutine<unknown>);

/**
 * Checks a producer.
 *
 * @throws TypeError when it is neither a source, an iterable nor a coroutine function
 */
export function checkProducer(caller: string, producer: unknown): void {
  const problem = problemOf(producer);
  if (problem !== null) throw new TypeError(`${caller}: a source, an iterable or a function* (emit) was expected, got ${problem}`);
}

/** Returns what a value is in place of a producer, or null for a producer. Coroutines and futures are iterable, but give no items. */
function problemOf(value: unknown): string | null {
  if (typeof value === "function") return isAsyncFunction(value) ? repr(value) : null;
  if (isCoroutine(value)) return "a coroutine: await it by `yield*`, or pass its function*";
  if (isFuture(value)) return `${repr(value)}: await it by \`yield*\``;
  const source = value as Partial<Iterable<unknown> & AsyncIterable<unknown> & { next: unknown }> | null | undefined;
  const methods = [source?.next, source?.[Symbol.iterator], source?.[Symbol.asyncIterator]];
  return methods.some((method) => typeof method === "function") ? null : repr(value);
}

/** The promise of a `next()` call that waits for an item. */
interface PendingNext<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(reason: unknown): void;
}

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * An async iterator over the items of a producer. The producer's task starts at the first `next()` call, and pauses in `emit`
 * while no call is pending.
 */
export class ProducerIterator<T> implements AsyncIterator<T, undefined> {
  readonly #producer: Producer<T>;
  readonly #loop: EventLoop | undefined;
  /** In the order of the calls. */
  readonly #pendingNexts: PendingNext<T>[] = [];
  /** The futures of `emit` calls that wait for a `next()` call. */
  #blockedEmits: Future<void>[] = [];
  #task: Task<unknown> | null = null;
  /** Resolves when the task has ended, also after a failure. */
  #taskEnded: Promise<void> = Promise.resolve();
  #closed = false;
  /** The task's error, until a `next()` or `return()` call has received it. */
  #failure: Failure | null = null;

  constructor(producer: Producer<T>, loop: EventLoop | undefined) {
    this.#producer = producer;
    this.#loop = loop;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return this.#endNext({ resolve, reject });
      this.#pendingNexts.push({ resolve, reject });
      if (this.#task === null) this.#startTask();
      for (const blocked of this.#blockedEmits.splice(0)) if (!blocked.done()) blocked.setResult();
    });
  }

  /** Cancels the producer's task, and waits for its clean-up. */
  async return(): Promise<IteratorReturnResult<undefined>> {
    const isOpen = !this.#closed;
    this.#closed = true;
    if (isOpen && this.#task !== null) this.#task.cancel();
    else if (isOpen) await this.#closeUnstarted();
    await this.#taskEnded;
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null && !(failure.error instanceof CancelledError)) throw failure.error;
    return DONE;
  }

  #startTask(): void {
    const producer = this.#producer;
    const emit = (item: T) => this.#emit(item);
    const body = typeof producer === "function" ? () => producer(emit) : () => forEach(producer, emit);
    try {
      this.#task = (this.#loop ?? getEventLoop()).createTask<unknown>(body);
    } catch (error) {
      return this.#onTaskEnded({ error });
    }
    this.#taskEnded = this.#task.then(
      () => this.#onTaskEnded(null),
      (error: unknown) => this.#onTaskEnded({ error }),
    );
  }

  *#emit(item: T): Coroutine<void> {
    yield* this.#waitForNext();
    this.#pendingNexts.shift()!.resolve({ done: false, value: item });
    yield* this.#waitForNext();
  }

  /** Waits until a `next()` call is pending. */
  *#waitForNext(): Coroutine<void> {
    for (;;) {
      // Must come first: calls of `next()` may still be pending when the consumer closes the iterator.
      if (this.#closed) throw new CancelledError("the consumer has closed the iterator");
      if (this.#pendingNexts.length > 0) return;
      const blocked = getRunningLoop().createFuture<void>();
      this.#blockedEmits.push(blocked);
      yield* blocked;
    }
  }

  #onTaskEnded(failure: Failure | null): void {
    const wasClosed = this.#closed;
    this.#closed = true;
    this.#failure = failure;
    for (const next of this.#pendingNexts.splice(0)) {
      if (wasClosed) next.resolve(DONE);
      else this.#endNext(next);
    }
  }

  /** Ends a `next()` call: rejects the first one after a failure, and resolves all others as done. */
  #endNext(next: PendingNext<T>): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure === null) next.resolve(DONE);
    else next.reject(failure.error);
  }

  /** Closes a source that was never read, because it may hold listeners or a lock. */
  async #closeUnstarted(): Promise<void> {
    const producer = this.#producer;
    if (typeof producer !== "function") await toPromise(() => iterate(producer).close(), { loop: this.#loop });
  }
}
