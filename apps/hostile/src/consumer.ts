import { LoopCore } from "@asyncio-ts/loop";
import { dispose } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, createTask, type Future, isCoroutine, isFuture, sleep, wait } from "@asyncio-ts/tasks";
import { isObservable, type Observable, of } from "rxjs";

/** Uses the results of calls as a program would, and ends them. */
export class Consumer {
  readonly #judge: (error: unknown) => void;
  readonly #neverEnded: (detail: string) => void;

  /**
   * @param judge receives the errors
   * @param neverEnded receives the futures that a cancellation does not end
   */
  constructor(judge: (error: unknown) => void, neverEnded: (detail: string) => void) {
    this.#judge = judge;
    this.#neverEnded = neverEnded;
  }

  /** Uses the result of a call as a program would, and ends it. */
  *consume(result: any, value: unknown, limit: number): Coroutine<void> {
    if (result === value || result === null || (typeof result !== "object" && typeof result !== "function")) return;
    if (isFuture(result)) yield* this.finish(result, limit);
    else if (isCoroutine(result)) yield* this.finish(createTask(result), limit);
    else if (result instanceof Promise) result.then(undefined, (error: unknown) => this.#judge(error));
    else if (result instanceof LoopCore) this.#close(result);
    else if (isObservable(result)) yield* this.#subscribe(result, limit);
    else if (result instanceof ReadableStream) yield* this.#read(result, limit);
    else if (typeof result === "function" && !isClass(result)) yield* this.consume(this.#callBack(result), value, limit);
    else yield* this.#consumeObject(result, limit);
  }

  #close(loop: LoopCore): void {
    if (loop !== LoopCore.running()) this.#attempt(() => loop.close());
  }

  *#read(stream: ReadableStream, limit: number): Coroutine<void> {
    const reader = stream.getReader();
    reader.read().then(undefined, (error: unknown) => this.#judge(error));
    yield* sleep(limit);
    reader.cancel().then(undefined, (error: unknown) => this.#judge(error));
    yield* sleep(limit);
  }

  #callBack(fn: (argument: unknown) => unknown): unknown {
    // RxJS's operators have no name of their own.
    const isOperator = typeof fn.name === "string" && String(fn).includes("lift");
    let result: unknown;
    this.#attempt(() => (result = fn(isOperator ? of(1) : 1)));
    return result;
  }

  *#consumeObject(result: any, limit: number): Coroutine<void> {
    if (typeof result[Symbol.asyncIterator] === "function") {
      const iterator: AsyncIterator<unknown> = result[Symbol.asyncIterator]();
      iterator.next().then(undefined, (error: unknown) => this.#judge(error));
      yield* sleep(limit);
      void iterator.return?.().then(undefined, (error: unknown) => this.#judge(error));
      yield* sleep(limit);
    } else if (typeof result.next === "function") {
      const close: unknown = result.close ?? result.return;
      yield* this.finish(
        createTask(() => result.next()),
        limit,
      );
      if (typeof close === "function")
        yield* this.finish(
          createTask(() => close.call(result)),
          limit,
        );
    } else if (typeof result.schedule === "function") {
      this.#attempt(() => result.schedule(() => {}, 1));
      yield* sleep(limit);
    } else if (typeof result.cancel === "function") this.#attempt(() => result.cancel());
    if (typeof result[dispose] === "function") this.#attempt(() => result[dispose]());
  }

  *#subscribe(observable: Observable<unknown>, limit: number): Coroutine<void> {
    const subscription = observable.subscribe({ error: (error: unknown) => this.#judge(error) });
    yield* sleep(limit);
    subscription.unsubscribe();
    yield* sleep(0);
  }

  /** Waits for a future, then cancels it. */
  *finish(future: Future<unknown>, limit: number): Coroutine<void> {
    yield* wait([future], { timeout: limit });
    if (!future.done()) {
      this.#attempt(() => future.cancel());
      // Longer, because a busy machine may take the time of the host's timers.
      yield* wait([future], { timeout: limit * 20 });
    }
    if (!future.done()) this.#neverEnded(`${String(future)} after it was cancelled`);
    else if (!future.cancelled()) this.#judge(future.exception());
  }

  #attempt(action: () => unknown): void {
    try {
      action();
    } catch (error) {
      this.#judge(error);
    }
  }
}

function isClass(fn: object): boolean {
  return "prototype" in fn && Object.getOwnPropertyDescriptor(fn, "prototype")?.writable === false;
}
