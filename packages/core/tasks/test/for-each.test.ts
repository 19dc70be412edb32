import {
  type Coroutine,
  createTask,
  forEach,
  getRunningLoop,
  iterate,
  run,
  sleep,
  type Source,
  timeout,
  TimeoutError,
} from "@asyncio-ts/tasks";
import { HostVirtualLoop } from "@asyncio-ts/testing";
import { describe, expect, test } from "vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

/** Counts, one every 10 ms, and writes down what is done to it. */
class Counting implements Source<number> {
  readonly log: string[] = [];
  #count = 0;
  readonly #most: number;

  constructor(most: number = Infinity) {
    this.#most = most;
  }

  *next(): Coroutine<IteratorResult<number>> {
    yield* sleep(10);
    if (this.#count === this.#most) return { done: true, value: undefined };
    return { done: false, value: ++this.#count };
  }

  *return(): Coroutine<void> {
    this.log.push("closing");
    yield* sleep(5);
    this.log.push("closed");
  }
}

test("runs the body for each item, one after the other", () => {
  virtually(function* () {
    const counting = new Counting(3);
    const seen: [number, number][] = [];
    const nothing = yield* forEach(counting, function* (count) {
      yield* sleep(100);
      seen.push([count, getRunningLoop().time()]);
    });
    expect(nothing).toBe(undefined);
    expect(seen).toEqual([
      [1, 110],
      [2, 220],
      [3, 330],
    ]);
    expect(counting.log).toEqual([]);
  });
});

test("whatever the body returns but stop is ignored", () => {
  virtually(function* () {
    const seen: unknown[] = [];
    yield* forEach([null, undefined, false, true, 0], function* (item) {
      seen.push(item);
      return item;
    });
    expect(seen).toHaveLength(5);
  });
});

test("takes iterables, which the end of the loop closes", () => {
  virtually(function* () {
    let cleaned = 0;
    function* generator() {
      try {
        yield 1;
        yield 2;
      } finally {
        cleaned++;
      }
    }
    const seen: number[] = [];
    yield* forEach(generator(), function* (item) {
      seen.push(item);
      return forEach.stop;
    });
    yield* forEach(generator(), function* (item) {
      seen.push(item);
    });
    expect(seen).toEqual([1, 1, 2]);
    expect(cleaned).toBe(2);
  });
});

test("takes async iterables, on a loop that lets the host in", async () => {
  const log: unknown[] = [];
  async function* generator() {
    try {
      yield 1;
      yield 2;
      yield 3;
    } finally {
      log.push("closed");
    }
  }
  const main = () =>
    forEach(generator(), function* (item) {
      log.push(item);
      return item === 2 ? forEach.stop : null;
    });
  await run(main, { loop: new HostVirtualLoop() });
  expect(log).toEqual([1, 2, "closed"]);
});

describe("every exit closes the source, and waits for that", () => {
  test("stop", () => {
    virtually(function* () {
      const counting = new Counting();
      const seen: number[] = [];
      yield* forEach(counting, function* (count) {
        seen.push(count);
        return count === 2 ? forEach.stop : null;
      });
      expect(seen).toEqual([1, 2]);
      expect(counting.log).toEqual(["closing", "closed"]);
      expect(getRunningLoop().time()).toBe(25);
    });
  });

  test("an error of the body", () => {
    virtually(function* () {
      const counting = new Counting();
      const error = new RangeError("of the body");
      const loop = forEach(counting, function* () {
        throw error;
      });
      expect(yield* thrown(loop)).toBe(error);
      expect(counting.log).toEqual(["closing", "closed"]);
    });
  });

  test("an error of the source", () => {
    virtually(function* () {
      const error = new RangeError("of the source");
      const log: string[] = [];
      const broken: Source<number> = {
        *next() {
          throw error;
        },
        *return() {
          log.push("closed");
        },
      };
      expect(yield* thrown(forEach(broken, function* () {}))).toBe(error);
      expect(log).toEqual(["closed"]);
    });
  });

  for (const [where, at] of [
    ["while the body waits", 50],
    ["while the next item is awaited", 5],
  ] as const) {
    test(`a cancellation ${where}`, () => {
      virtually(function* () {
        const counting = new Counting();
        const task = createTask(
          forEach(counting, function* () {
            yield* sleep(1000);
          }),
        );
        yield* sleep(at);
        task.cancel("enough");
        expect(yield* thrown(task)).toMatchObject({ message: "enough" });
        expect(counting.log).toEqual(["closing", "closed"]);
        expect(getRunningLoop().time()).toBe(at + 5);
      });
    });
  }

  test("a time limit", () => {
    virtually(function* () {
      const counting = new Counting();
      const endless = timeout(35, () => forEach(counting, function* () {}));
      expect(yield* thrown(endless)).toBeInstanceOf(TimeoutError);
      expect(counting.log).toEqual(["closing", "closed"]);
    });
  });

  test("a cancellation while it is closing cuts that short", () => {
    virtually(function* () {
      const counting = new Counting();
      const task = createTask(
        forEach(counting, function* () {
          return forEach.stop;
        }),
      );
      yield* sleep(12);
      task.cancel("enough");
      expect(yield* thrown(task)).toMatchObject({ message: "enough" });
      expect(counting.log).toEqual(["closing"]);
    });
  });

  test("an error in closing takes the place of the body's", () => {
    virtually(function* () {
      const source: Source<number> = {
        *next() {
          return { done: false, value: 1 };
        },
        *return() {
          throw new Error("in closing");
        },
      };
      const loop = forEach(source, function* () {
        throw new Error("of the body");
      });
      expect(yield* thrown(loop)).toMatchObject({ message: "in closing" });
    });
  });
});

test("what is neither a source nor iterable is refused", () => {
  virtually(function* () {
    expect(yield* thrown(forEach(5 as never, function* () {}))).toBeInstanceOf(TypeError);
  });
});

describe("a source that knows at once what comes next", () => {
  /** Has three items, of which the second is still to come. */
  class Knowing implements Source<string> {
    readonly log: string[] = [];
    readonly #items = ["a"];
    readonly #late = ["b"];

    poll(): IteratorResult<string> | null {
      this.log.push("poll");
      if (this.#items.length > 0) return { done: false, value: this.#items.shift()! };
      return this.#late.length > 0 ? null : { done: true, value: undefined };
    }

    *next(): Coroutine<IteratorResult<string>> {
      this.log.push("next");
      yield* sleep(10);
      this.#items.push("c");
      return { done: false, value: this.#late.shift()! };
    }

    *return(): Coroutine<void> {
      this.log.push("return");
    }
  }

  const asked = ["poll", "poll", "next", "poll", "poll"];

  test("is asked for a coroutine only where one has to wait", () => {
    virtually(function* () {
      const source = new Knowing();
      const seen: string[] = [];
      yield* forEach(source, function* (item) {
        seen.push(item);
      });
      expect([seen, source.log]).toEqual([["a", "b", "c"], asked]);
    });
  });

  test("so it is where one iterates by hand", () => {
    virtually(function* () {
      const source = new Knowing();
      const it = iterate(source);
      const seen: string[] = [];
      while (yield* it.next()) seen.push(it.value);
      yield* it.close();
      expect([seen, source.log]).toEqual([["a", "b", "c"], asked]);
    });
  });

  test("is closed where it throws", () => {
    virtually(function* () {
      const source = new Knowing();
      source.poll = () => {
        throw new Error("lost");
      };
      expect(yield* thrown(forEach(source, function* () {}))).toEqual(new Error("lost"));
      expect(source.log).toEqual(["return"]);
    });
  });

  test("has no iterator's method of that name", () => {
    virtually(function* () {
      const poll = (): never => {
        throw new Error("asked");
      };
      const iterator = Object.assign([1, 2].values(), { poll });
      const seen: number[] = [];
      yield* forEach(iterator, function* (item) {
        seen.push(item);
      });
      expect(seen).toEqual([1, 2]);
    });
  });
});
