/** The value that a coroutine yields to the loop. Only the library makes traps, so `yield x` without the star is a type error. */
export interface Trap {
  /** Shown by the compiler. */
  readonly "yielded by the library only; write `yield*`": never;
}

/** The object returned by a `function*`. `yield*` awaits it, and `createTask` runs it beside other tasks. */
export type Coroutine<T> = Generator<Trap, T, any>;

/** An operand of `yield*`: a coroutine, a future, a task, or an object of your own with this method. Mirrors `__await__`. */
export interface Awaitable<T> {
  /** Returns an iterator that yields traps until there is a result, which it returns. */
  [Symbol.iterator](): Iterator<Trap, T, any>;
}

/** An argument of functions that await. Promises only on a loop that is a guest of the host. */
export type AwaitableLike<T> = Awaitable<T> | PromiseLike<T>;

/** A coroutine, or the function that makes it: the start of a task. */
export type Startable<T> = Coroutine<T> | (() => Coroutine<T>);

/** The result type of an awaitable, or of the coroutine that a function makes. */
export type ResultOf<A> =
  A extends Awaitable<infer T> ? T : A extends PromiseLike<infer T> ? Awaited<T> : A extends () => Coroutine<infer T> ? T : never;

/** The type error of a function that returns a coroutine in place of awaiting it: write `return yield* …`. */
export interface NeverAwaited {
  /** Shown by the compiler. */
  readonly "the coroutine that this function returns is never awaited: write `return yield* …`": never;
}

/**
 * Rejects a result type that is a coroutine. `any` and `unknown` pass, and so does a type parameter.
 *
 * The condition is a single one: the compiler defers a chain of conditions on a type parameter, so that generic wrappers of
 * `createTask` would not compile. Inside it, 0 replaces `never` and `any`, which extend every type.
 */
export type Awaits<T> = [[T] extends [never] ? 0 : 0 extends 1 & T ? 0 : T] extends [Coroutine<unknown>] ? NeverAwaited : unknown;
