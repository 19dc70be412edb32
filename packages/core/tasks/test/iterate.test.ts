import {
  asCompleted,
  CancelledError,
  type Coroutine,
  createTask,
  type Future,
  getRunningLoop,
  isCoroutine,
  isCoroutineFunction,
  type Iteratable,
  iterate,
  run,
  sleep,
  type Source,
  timeout,
  TimeoutError,
  waitFor,
} from "@asyncio-ts/tasks";
import { HostVirtualLoop } from "@asyncio-ts/testing";
import { describe, expect, test } from "vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

/** All items, by hand. */
function* collect<T>(source: Iteratable<T>): Coroutine<T[]> {
  const it = iterate(source);
  const items: T[] = [];
  try {
    while (yield* it.next()) items.push(it.value);
  } finally {
    yield* it.close();
  }
  return items;
}

/** Counts to `most`, one every 10 ms; says when it was closed. */
class Ticks implements Source<number> {
  closed = 0;
  #tick = 0;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  *next(): Coroutine<IteratorResult<number>> {
    yield* sleep(10);
    return this.#tick < this.#most ? { done: false, value: ++this.#tick } : { done: true, value: undefined };
  }

  *return(): Coroutine<void> {
    yield* sleep(5);
    this.closed++;
  }
}

/** Items that promises bring; says when it was closed. */
class Promised implements AsyncIterable<string> {
  closed = 0;
  asked = 0;
  readonly deliver: ((result: IteratorResult<string>) => void)[] = [];

  [Symbol.asyncIterator](): AsyncIterator<string> {
    return {
      next: () => {
        this.asked++;
        return new Promise((resolve) => this.deliver.push(resolve));
      },
      return: async () => {
        this.closed++;
        return { done: true, value: undefined };
      },
    };
  }
}

describe("what it takes", () => {
  test("sources", () => {
    virtually(function* () {
      const ticks = new Ticks(3);
      expect(yield* collect(ticks)).toEqual([1, 2, 3]);
      expect(getRunningLoop().time()).toBe(40);
      // It has ended by itself.
      expect(ticks.closed).toBe(0);
    });
  });

  test("a source without return", () => {
    virtually(function* () {
      expect(yield* collect(asCompleted([sleep(5, 1)]))).toHaveLength(1);
      const it = iterate(asCompleted([sleep(5, 1)]));
      yield* it.close();
      expect(yield* it.next()).toBe(false);
    });
  });

  test("arrays, strings, maps and generators", () => {
    virtually(function* () {
      function* generator() {
        yield 1;
        yield 2;
      }
      expect(yield* collect([1, 2])).toEqual([1, 2]);
      expect(yield* collect("ab")).toEqual(["a", "b"]);
      expect(yield* collect(new Map([["a", 1]]))).toEqual([["a", 1]]);
      expect(yield* collect(generator())).toEqual([1, 2]);
      expect(yield* collect([1, 2].values())).toEqual([1, 2]);
    });
  });

  test("items are given as they are: a promise or a future among them is not awaited", () => {
    virtually(function* () {
      const items = [getRunningLoop().createFuture(), Promise.resolve(1)];
      const it = iterate(items);
      expect(yield* it.next()).toBe(true);
      expect(it.value).toBe(items[0]);
      expect(yield* it.next()).toBe(true);
      expect(it.value).toBe(items[1]);
    });
  });

  test("async iterables, on a loop that lets the host in", async () => {
    async function* generator() {
      yield 1;
      await Promise.resolve();
      yield 2;
    }
    await expect(run(() => collect(generator()), { loop: new HostVirtualLoop() })).resolves.toEqual([1, 2]);
  });

  test("an item may be undefined", () => {
    virtually(function* () {
      expect(yield* collect([undefined, null, 0])).toEqual([undefined, null, 0]);
    });
  });

  test("nothing else", () => {
    for (const no of [5, null, undefined, {}]) expect(() => iterate(no as never)).toThrow(TypeError);
  });
});

describe("the end", () => {
  test("once it has come, next stays false, and nobody is asked or closed", () => {
    virtually(function* () {
      let asked = 0;
      let closed = 0;
      const it = iterate({
        next: () => {
          asked++;
          return { done: true, value: undefined };
        },
        return: () => void closed++,
      } as never);
      for (let i = 0; i < 3; i++) expect(yield* it.next()).toBe(false);
      yield* it.close();
      expect([asked, closed]).toEqual([1, 0]);
    });
  });

  test("close awaits the source's return, once", () => {
    virtually(function* () {
      const ticks = new Ticks(3);
      const it = iterate(ticks);
      yield* it.next();
      yield* it.close();
      yield* it.close();
      expect(ticks.closed).toBe(1);
      expect(getRunningLoop().time()).toBe(15);
      expect(yield* it.next()).toBe(false);
    });
  });

  test("close runs a generator's finally", () => {
    virtually(function* () {
      let cleaned = false;
      function* generator() {
        try {
          yield 1;
          yield 2;
        } finally {
          cleaned = true;
        }
      }
      const it = iterate(generator());
      yield* it.next();
      yield* it.close();
      expect(cleaned).toBe(true);
    });
  });

  test("a source that throws has not ended: it can be closed", () => {
    virtually(function* () {
      let closed = 0;
      const source: Source<number> = {
        *next() {
          yield* sleep(1);
          throw new RangeError("broken");
        },
        *return() {
          closed++;
        },
      };
      const it = iterate(source);
      expect(yield* thrown(it.next())).toBeInstanceOf(RangeError);
      yield* it.close();
      expect(closed).toBe(1);
    });
  });
});

describe("a cancelled wait", () => {
  test("cancels a source's next", () => {
    virtually(function* () {
      let reached: unknown;
      const source: Source<number> = {
        *next() {
          try {
            yield* sleep(1000);
          } catch (error) {
            reached = error;
            throw error;
          }
          return { done: true, value: undefined };
        },
      };
      const it = iterate(source);
      expect(yield* thrown(timeout(10, () => it.next()))).toBeInstanceOf(TimeoutError);
      expect(reached).toBeInstanceOf(CancelledError);
    });
  });

  test("reaches it where it lets others go on, and may be survived there", () => {
    virtually(function* () {
      const source: Source<string> = {
        *next() {
          try {
            yield* sleep(0);
          } catch (error) {
            return { done: false, value: (error as Error).message };
          }
          return { done: true, value: undefined };
        },
      };
      const it = iterate(source);
      const task = createTask(it.next());
      yield* sleep(0);
      task.cancel("enough");
      expect(yield* task).toBe(true);
      expect(it.value).toBe("enough");
    });
  });

  test("never waits for return behind a silent next", async () => {
    const silent: { closed: number } & AsyncIterable<number> = {
      closed: 0,
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: () => {
          silent.closed++;
          return new Promise(() => {});
        },
      }),
    };
    const main = function* () {
      expect(yield* thrown(timeout(10, () => collect(silent)))).toBeInstanceOf(TimeoutError);
      return getRunningLoop().time();
    };
    await expect(run(main, { loop: new HostVirtualLoop() })).resolves.toBe(10);
    expect(silent.closed).toBe(1);
  });

  test("not for an async generator's either, which queues it", async () => {
    async function* generator() {
      yield 1;
      await new Promise(() => {});
    }
    const main = function* () {
      const task = createTask(collect(generator()));
      yield* sleep(10);
      task.cancel("enough");
      expect(yield* thrown(task)).toMatchObject({ message: "enough" });
      return getRunningLoop().time();
    };
    await expect(run(main, { loop: new HostVirtualLoop() })).resolves.toBe(10);
  });

  test("nor does the failure of such a return get lost as an unhandled rejection", async () => {
    const broken: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: () => Promise.reject(new Error("in return")),
      }),
    };
    const main = function* () {
      expect(yield* thrown(timeout(10, () => collect(broken)))).toBeInstanceOf(TimeoutError);
      yield* sleep(10);
    };
    await run(main, { loop: new HostVirtualLoop() });
  });

  test("between two items return is awaited, and its failure thrown", async () => {
    const broken: AsyncIterable<number> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: 1 }),
        return: () => Promise.reject(new Error("in return")),
      }),
    };
    const main = function* () {
      const it = iterate(broken);
      yield* it.next();
      expect(yield* thrown(it.close())).toMatchObject({ message: "in return" });
    };
    await run(main, { loop: new HostVirtualLoop() });
  });

  test("leaves the promised item to the next wait", async () => {
    const promised = new Promised();
    const main = function* () {
      const it = iterate(promised);
      expect(yield* thrown(waitFor(it.next(), 10))).toBeInstanceOf(TimeoutError);
      expect(yield* thrown(waitFor(it.next(), 10))).toBeInstanceOf(TimeoutError);
      promised.deliver[0]!({ done: false, value: "late" });
      expect(yield* it.next()).toBe(true);
      expect(it.value).toBe("late");
      expect(promised.asked).toBe(1);
      yield* it.close();
      expect(promised.closed).toBe(1);
    };
    await run(main, { loop: new HostVirtualLoop() });
  });
});

describe("the coroutine of next", () => {
  test("asks nobody before it begins, nor once it was closed", () => {
    let asked = 0;
    const source: Source<number> = {
      *next() {
        asked++;
        return { done: true, value: undefined };
      },
    };
    const it = iterate(source);
    expect(isCoroutineFunction(it.next)).toBe(true);
    expect(isCoroutine(it.next())).toBe(true);
    const closed = it.next();
    closed.return(undefined as never);
    virtually(function* () {
      expect(yield* closed).toBe(undefined);
      expect(asked).toBe(0);
      expect(yield* it.next()).toBe(false);
      expect(asked).toBe(1);
    });
  });

  test.each(["return", Symbol.dispose] as const)("closes the source's by %s", (close) => {
    let left = false;
    const source: Source<number> = {
      *next() {
        try {
          yield* sleep(1000);
        } finally {
          left = true;
        }
        return { done: true, value: undefined };
      },
    };
    virtually(function* () {
      const asking = iterate(source).next();
      asking.next();
      asking[close](undefined as never);
      expect(left).toBe(true);
    });
  });
});

test("several may go through one source", () => {
  virtually(function* () {
    const values = [1, 2, 3, 4].values();
    const taken: Record<string, number[]> = { a: [], b: [] };
    function* worker(name: string): Coroutine<void> {
      const it = iterate(values);
      while (yield* it.next()) {
        taken[name]!.push(it.value);
        yield* sleep(10);
      }
    }
    const tasks: Future<void>[] = ["a", "b"].map((name) => createTask(worker(name)));
    for (const task of tasks) yield* task;
    expect(taken).toEqual({ a: [1, 3], b: [2, 4] });
  });
});
