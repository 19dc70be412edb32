import type { Coroutine, Trap } from "../coroutines/awaitable.ts";
import { NEXT, RETURN, THROW } from "../coroutines/generator.ts";
import { type OperationBody, operation } from "../coroutines/operation.ts";
import { coroutineOf } from "../coroutines/startable.ts";
import { completed, NOT_STEPPING, traps } from "../coroutines/traps.ts";
import { checkBody } from "./body.ts";
import { ENDED, type Source } from "./iterate.ts";

/** Hands an item to the reader. The generator resumes when the reader asks for the next one. */
export type Emit<T> = (item: T) => Coroutine<void>;

/** Yielded by `emit` to the source's `next()`, which takes the item out of the source. */
const EMITTED = Symbol("emit, awaited outside its asyncGenerator");

/** The operation behind `emit`. */
class Emission<T> implements OperationBody {
  readonly source: GeneratorSource<T>;
  readonly item: T;
  begun = false;
  finished = false;

  constructor(source: GeneratorSource<T>, item: T) {
    this.source = source;
    this.item = item;
  }

  next(): IteratorResult<any, void> {
    this.finished = this.begun;
    if (this.finished) return completed(undefined);
    this.begun = true;
    this.source.item = this.item;
    traps.suspensions = 0;
    traps.parked.value = EMITTED;
    return traps.parked;
  }

  leave(): void {
    this.finished = true;
  }
}

operation(Emission, "emit");

class GeneratorSource<T> implements Source<T> {
  readonly body: Coroutine<unknown>;
  /** The item of the latest `emit`. */
  item: T | undefined = undefined;
  state: "paused" | "running" | "ended" = "paused";

  constructor(body: (emit: Emit<T>) => Coroutine<unknown>) {
    this.body = coroutineOf("asyncGenerator", () => body((item) => new Emission(this, item) as never));
    traps.began?.(this.body);
  }

  next(): Coroutine<IteratorResult<T>> {
    return new Resumption(this, false) as never;
  }

  return(): Coroutine<void> {
    return new Resumption(this, true) as never;
  }
}

/** Runs the body in the reader's task until it emits or ends: the operation behind `next()` and `return()`. */
class Resumption<T> implements OperationBody {
  readonly source: GeneratorSource<T>;
  readonly closes: boolean;
  begun = false;
  finished = false;

  constructor(source: GeneratorSource<T>, closes: boolean) {
    this.source = source;
    this.closes = closes;
  }

  next(value?: unknown): IteratorResult<Trap, unknown> {
    if (this.finished) return completed(undefined);
    if (this.begun) return this.resume(NEXT, value);
    const { source } = this;
    if (source.state === "running") throw new Error("asyncGenerator: the generator is already running, for another reader");
    this.begun = true;
    if (source.state === "ended") return this.end(ENDED);
    source.state = "running";
    return this.resume(this.closes ? RETURN : NEXT, undefined);
  }

  throw(error: unknown): IteratorResult<Trap, unknown> {
    if (this.begun) return this.resume(THROW, error);
    this.finished = true;
    throw error;
  }

  return(value: unknown): IteratorResult<Trap, unknown> {
    if (!this.begun || this.finished) return { done: true, value };
    return this.resume(RETURN, value);
  }

  leave(): void {
    this.return(undefined);
  }

  resume(method: (this: Coroutine<any>, value: unknown) => IteratorResult<any, unknown>, value: unknown): IteratorResult<Trap, unknown> {
    const { source } = this;
    const { depth } = traps;
    // What the body awaits stays native: the frames of marked coroutines would belong to the reader's task.
    traps.depth = NOT_STEPPING;
    let result;
    try {
      result = method.call(source.body, value);
    } catch (error) {
      source.state = "ended";
      this.finished = true;
      throw error;
    } finally {
      traps.depth = depth;
    }
    if (result.done === true) {
      source.state = "ended";
      return this.end(ENDED);
    }
    if (result.value !== EMITTED) return result;
    return this.emitted();
  }

  emitted(): IteratorResult<Trap, unknown> {
    const { source } = this;
    const value = source.item as T;
    source.item = undefined;
    source.state = "paused";
    if (!this.closes) return this.end({ done: false, value });
    this.finished = true;
    source.state = "ended";
    throw new Error("asyncGenerator: the generator emitted an item while it was closed");
  }

  end(result: unknown): IteratorResult<Trap, unknown> {
    this.finished = true;
    return completed(this.closes ? undefined : result);
  }
}

operation(Resumption, "next");

/**
 * Returns a source of the items that a coroutine function emits: an async generator. The body runs in the task and in the context
 * of its reader, and only while an item is wanted.
 *
 * The reader closes it: every exit of `forEach`, and `close()` of `iterate`, run the body's `finally` blocks, which may await. It
 * can be read once. Mirrors `async def` with `yield`.
 *
 * @param body receives `emit`; `yield* emit(x)` stands for `yield x`
 * @throws TypeError if `body` returns no coroutine
 *
 * @example
 * ```ts
 * import { asyncGenerator, forEach, run, sleep } from "@asyncio-ts/tasks";
 *
 * const countdown = (from: number) =>
 *   asyncGenerator<number>(function* (emit) {
 *     for (let n = from; n > 0; n--) {
 *       yield* sleep(1);
 *       yield* emit(n);
 *     }
 *   });
 *
 * await run(() =>
 *   forEach(countdown(2), function* (n) {
 *     console.log(n);
 *   }),
 * );
 * // prints 2
 * // prints 1
 * ```
 */
export function asyncGenerator<T>(body: (emit: Emit<T>) => Coroutine<unknown>): Source<T> {
  checkBody("asyncGenerator", body);
  return new GeneratorSource(body);
}
