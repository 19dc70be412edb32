import {
  CancelledError,
  type Coroutine,
  type EventLoop,
  forEach,
  type Future,
  getEventLoop,
  getRunningLoop,
  type Iteratable,
  iterate,
  type Task,
} from "@asyncio-ts/tasks";
import { toPromise } from "./to-promise.ts";

/** Hands an item over, and goes on once the consumer wants another. */
export type Emit<T> = (item: T) => Coroutine<void>;

/** What gives items: a source or an iterable, or a coroutine function that emits them. */
export type Producer<T> = Iteratable<T> | ((emit: Emit<T>) => Coroutine<unknown>);

/** One who waits for an item. */
interface Request<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(reason: unknown): void;
}

const END: IteratorReturnResult<undefined> = { done: true, value: undefined };

/** A producer's task as an async iterator: it begins at the first request, and runs only while there is one. */
export class Production<T> implements AsyncIterator<T, undefined> {
  readonly #producer: Producer<T>;
  readonly #loop: EventLoop | undefined;
  readonly #requests: Request<T>[] = [];
  /** Emitters that wait for a request. */
  #emitters: Future<void>[] = [];
  #task: Task<unknown> | null = null;
  /** The promise of the task's end, its failure included. */
  #end: Promise<void> = Promise.resolve();
  #closed = false;
  /** What the task has failed with, and nobody was told of. */
  #failure: { error: unknown } | null = null;

  constructor(producer: Producer<T>, loop: EventLoop | undefined) {
    this.#producer = producer;
    this.#loop = loop;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    return new Promise((resolve, reject) => {
      if (this.#closed) return this.#answer({ resolve, reject });
      this.#requests.push({ resolve, reject });
      if (this.#task === null) this.#begin();
      for (const emitter of this.#emitters.splice(0)) if (!emitter.done()) emitter.setResult();
    });
  }

  /** Cancels the producer, and waits for its clean-up. */
  async return(): Promise<IteratorReturnResult<undefined>> {
    const isOpen = !this.#closed;
    this.#closed = true;
    if (isOpen && this.#task !== null) this.#task.cancel();
    else if (isOpen) await this.#closeUnbegun();
    await this.#end;
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null && !(failure.error instanceof CancelledError)) throw failure.error;
    return END;
  }

  #begin(): void {
    const producer = this.#producer;
    const emit = (item: T) => this.#emit(item);
    const body = typeof producer === "function" ? () => producer(emit) : () => forEach(producer, emit);
    try {
      this.#task = (this.#loop ?? getEventLoop()).createTask<unknown>(body);
    } catch (error) {
      return this.#finish({ error });
    }
    this.#end = this.#task.then(
      () => this.#finish(null),
      (error: unknown) => this.#finish({ error }),
    );
  }

  *#emit(item: T): Coroutine<void> {
    yield* this.#request();
    this.#requests.shift()!.resolve({ done: false, value: item });
    yield* this.#request();
  }

  /** Waits until somebody wants an item. */
  *#request(): Coroutine<void> {
    while (this.#requests.length === 0) {
      if (this.#closed) throw new CancelledError("nobody wants the item");
      const emitter = getRunningLoop().createFuture<void>();
      this.#emitters.push(emitter);
      yield* emitter;
    }
  }

  #finish(failure: { error: unknown } | null): void {
    const wasClosed = this.#closed;
    this.#closed = true;
    this.#failure = failure;
    for (const request of this.#requests.splice(0)) {
      if (wasClosed) request.resolve(END);
      else this.#answer(request);
    }
  }

  /** The end: the failure first, once. */
  #answer(request: Request<T>): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure === null) request.resolve(END);
    else request.reject(failure.error);
  }

  /** A source that nobody has asked for an item is to be let go all the same. */
  async #closeUnbegun(): Promise<void> {
    const producer = this.#producer;
    if (typeof producer !== "function") await toPromise(() => iterate(producer).close(), { loop: this.#loop });
  }
}
