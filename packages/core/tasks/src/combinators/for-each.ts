import type { Coroutine } from "../coroutines/awaitable.ts";
import { type Iteratable, iterate } from "./iterate.ts";

/** What `forEach` is: a coroutine function with the value that ends it. */
export interface ForEach {
  /**
   * Runs `body` for each item, one after the other. Every exit closes the source.
   *
   * Mirrors `async for`.
   *
   * @param source a source, an iterable or, on a host loop, an async iterable
   * @param body gets each item; when it returns `forEach.stop` no more are taken
   * @throws what the source or the body throws
   */
  <T>(source: Iteratable<T>, body: (item: T) => Coroutine<unknown>): Coroutine<void>;
  /** Returned by the body, it ends `forEach`. */
  readonly stop: unique symbol;
}

const stop = Symbol("forEach.stop");

export const forEach: ForEach = /* @__PURE__ */ Object.assign(
  function* forEach<T>(source: Iteratable<T>, body: (item: T) => Coroutine<unknown>): Coroutine<void> {
    const it = iterate(source);
    try {
      while (it._take(it._known() ?? (yield* it._ask()))) if ((yield* body(it.value)) === stop) return;
    } finally {
      yield* it.close();
    }
  },
  { stop },
) as ForEach;
