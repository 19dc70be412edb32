import type { Coroutine } from "../coroutines/awaitable.ts";
import { isGeneratorFunction } from "../coroutines/generator.ts";
import { checkBody, checkBodyResult } from "./body.ts";
import { type Iteratable, iterationOf } from "./iterate.ts";

/** The type of `forEach`: a coroutine function, and the value that stops it. */
export interface ForEach {
  /**
   * Runs `body` for each item, one after the other. Every exit closes the source.
   *
   * Mirrors `async for`.
   *
   * @param source a source, an iterable or, on a host loop, an async iterable
   * @param body called with each item; returns `forEach.stop` to stop
   * @throws the error of the source or the body
   */
  <T>(source: Iteratable<T>, body: (item: T) => Coroutine<unknown>): Coroutine<void>;
  /** Stops `forEach` when the body returns it. */
  readonly stop: unique symbol;
}

const stop = Symbol("forEach.stop");

export const forEach: ForEach = /* @__PURE__ */ Object.assign(
  function* forEach<T>(source: Iteratable<T>, body: (item: T) => Coroutine<unknown>): Coroutine<void> {
    checkBody("forEach", body);
    const isChecked = isGeneratorFunction(body);
    const it = iterationOf("forEach", source);
    try {
      for (;;) {
        const result = it._poll() ?? (yield* it._request());
        if (!it._accept(result)) return;
        const running = isChecked ? body(it.value) : checkBodyResult("forEach", body(it.value));
        if ((yield* running) === stop) return;
      }
    } finally {
      yield* it.close();
    }
  },
  { stop },
) as ForEach;
