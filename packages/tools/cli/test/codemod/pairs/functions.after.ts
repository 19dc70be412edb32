import { type Coroutine, sleep } from "asyncio-ts";
import { fromPromise } from "@asyncio-ts/promise";
// Declarations, constants, methods and functions inside functions.
const log: string[] = [];

function* twice(n: number): Coroutine<number> {
  yield* sleep(0);
  return 2 * n;
}

const plusOne = function* (n: number) {
  return (yield* twice(n)) / 2 + 1;
};

class Counter {
  #count = 0;

  *add(n: number): Coroutine<this> {
    this.#count += yield* this.#rounded(n);
    return this;
  }

  *#rounded(n: number) {
    return Math.round((yield* twice(n)) / 2);
  }

  static *of(n: number): Coroutine<Counter> {
    return yield* new Counter().add(n);
  }

  get count() {
    return this.#count;
  }
}

function* first<T>(...items: T[]): Coroutine<T | undefined> {
  const pick = function* () {
    return yield* fromPromise(Promise.resolve(items[0]));
  };
  return yield* pick();
}

export function* main(): Coroutine<unknown> {
  log.push(`${yield* twice(2)}`, `${-(yield* plusOne(2))}`);
  const counter = yield* Counter.of(3.2);
  log.push(`${(yield* counter.add(1)).count}`, (yield* first("a", "b")) ?? "none");
  return log;
}
