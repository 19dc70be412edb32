/** What a coroutine yields to the loop. Only the library makes it, so that `yield x` without the star does not type-check. */
export interface Trap {
  /** In the words that the compiler shows. */
  readonly "yielded by the library only; write `yield*`": never;
}

/** A started or not yet started `function*`; `yield*` awaits it, `createTask` runs it beside others. */
export type Coroutine<T> = Generator<Trap, T, any>;

/** What `yield*` takes: coroutines, futures, tasks, and objects of your own with this method. Mirrors `__await__`. */
export interface Awaitable<T> {
  /** What `yield*` asks: it yields until there is a result, which it returns. */
  [Symbol.iterator](): Iterator<Trap, T, any>;
}

/** What functions take that await their arguments. Promises only on a loop that rides on the host's. */
export type AwaitableLike<T> = Awaitable<T> | PromiseLike<T>;

/** What starts a task: a coroutine, or the function that makes it. */
export type Startable<T> = Coroutine<T> | (() => Coroutine<T>);

/** What an awaitable gives, or the coroutine that a function makes. */
export type ResultOf<A> =
  A extends Awaitable<infer T> ? T : A extends PromiseLike<infer T> ? Awaited<T> : A extends () => Coroutine<infer T> ? T : never;

/** The type error of a returned coroutine that nobody awaits: write `return yield* …`. */
export interface NeverAwaited {
  /** In the words that the compiler shows. */
  readonly "the coroutine that this function returns is never awaited: write `return yield* …`": never;
}

/** Rejects a result type that is a coroutine; `any`, of which nothing is known, passes. */
export type Awaits<T> = [T] extends [never]
  ? unknown
  : unknown extends T
    ? unknown
    : [T] extends [Coroutine<unknown>]
      ? NeverAwaited
      : unknown;
