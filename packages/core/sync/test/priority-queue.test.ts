import { PriorityQueue } from "@asyncio-ts/sync";
import * as fc from "fast-check";
import { test } from "@asyncio-ts/testing/vitest";
import { expect, test as plain } from "vitest";
import { HeapqModel } from "./heapq-model.ts";
import { checked } from "@asyncio-ts/test-helpers/property";

// CPython: test_queues.PriorityQueueTests.test_order
test("PriorityQueue.get() returns the least item first", function* () {
  const queue = new PriorityQueue<number>();
  for (const item of [1, 3, 2]) yield* queue.put(item);
  expect([yield* queue.get(), yield* queue.get(), yield* queue.get()]).toEqual([1, 2, 3]);
});

/** Removes and returns all items. */
function drained<T>(queue: PriorityQueue<T>): T[] {
  const items: T[] = [];
  while (!queue.empty()) items.push(queue.getNowait());
  return items;
}

function sorted<T>(...items: T[]): T[] {
  const queue = new PriorityQueue<T>();
  for (const item of items) queue.putNowait(item);
  return drained(queue);
}

plain("the default order compares numbers, bigints and booleans together, strings with strings and dates with dates", () => {
  expect(sorted<number | bigint | boolean>(3, 2n, true, -1, 0.5, Infinity)).toEqual([-1, 0.5, true, 2n, 3, Infinity]);
  expect(sorted("pear", "apple", "", "Apple")).toEqual(["", "Apple", "apple", "pear"]);
  const [later, earlier] = [new Date(2000), new Date(1000)];
  expect(sorted(later, earlier)).toEqual([earlier, later]);
});

plain("the default order compares arrays item by item, as Python compares tuples", () => {
  expect(sorted([2, "a"], [1, "b"], [1, "a"], [1], [1, "a", 0])).toEqual([[1], [1, "a"], [1, "a", 0], [1, "b"], [2, "a"]]);
  expect(sorted([[1, 2], 3], [[1], 9])).toEqual([
    [[1], 9],
    [[1, 2], 3],
  ]);
});

plain("the default order skips items that two arrays share, even if these cannot be compared", () => {
  const shared = { what: "cannot be compared" };
  expect(sorted([shared, 2], [shared, 1], [shared, NaN, 0])).toHaveLength(3);
  expect(sorted([NaN, 2], [NaN, 1])).toEqual([
    [NaN, 1],
    [NaN, 2],
  ]);
});

plain("putNowait() of items that cannot be compared throws a TypeError that suggests a compare function", () => {
  const queue = new PriorityQueue<unknown>();
  queue.putNowait([1, { job: "first" }]);
  expect(() => queue.putNowait([1, { job: "second" }])).toThrow(
    new TypeError("PriorityQueue: an object of class Object and an object of class Object cannot be compared; pass a compare function"),
  );
  expect(() => queue.putNowait("text")).toThrow(TypeError);
  expect(() => new PriorityQueue<unknown>().putNowait(null)).not.toThrow();
});

plain("putNowait() leaves the queue unchanged if its comparison throws", () => {
  const queue = new PriorityQueue<unknown>();
  for (const item of [5, 1, 4]) queue.putNowait(item);
  expect(() => queue.putNowait("text")).toThrow(TypeError);
  expect(String(queue)).toBe("<PriorityQueue maxsize=0 items=3 tasks=3>");
  expect(drained(queue)).toEqual([1, 4, 5]);
});

plain("getNowait() loses no item if its comparison throws", () => {
  let broken = false;
  const queue = new PriorityQueue<number>(0, (a, b) => {
    if (broken) throw new Error("broken");
    return a - b;
  });
  for (const item of [3, 1, 2, 5, 4]) queue.putNowait(item);
  queue.getNowait();
  broken = true;
  expect(() => queue.getNowait()).toThrow("broken");
  broken = false;
  expect(drained(queue)).toEqual([2, 3, 4, 5]);
});

plain("a compare function determines the order of items", () => {
  const queue = new PriorityQueue<{ at: number; what: string }>(2, (a, b) => b.at - a.at);
  queue.putNowait({ at: 1, what: "later" });
  queue.putNowait({ at: 2, what: "sooner" });
  expect(queue.full()).toBe(true);
  expect(drained(queue).map((job) => job.what)).toEqual(["sooner", "later"]);
});

plain("n puts and n gets make fewer than 3 n log2(n) comparisons, in ascending, descending and random order", () => {
  const count = 50_000;
  let random = 1;
  for (const next of [(i: number) => i, (i: number) => -i, () => (random = (random * 48271) % 2147483647)]) {
    let comparisons = 0;
    const queue = new PriorityQueue<number>(0, (a, b) => {
      comparisons++;
      return a - b;
    });
    for (let i = 0; i < count; i++) queue.putNowait(next(i));
    for (let i = 0; i < count; i++) queue.getNowait();
    // At most ⌈log2 n⌉ for a put, on the way up, and twice that for a get, on the way down and up.
    expect(comparisons).toBeLessThan(count * 3 * Math.ceil(Math.log2(count)));
  }
});

plain("PriorityQueue makes the same comparisons as Python's heapq, and equal items come out in the same order", () => {
  checked(
    fc.property(fc.array(fc.oneof({ weight: 3, arbitrary: fc.nat(5) }, { weight: 2, arbitrary: fc.constant("get") })), (steps) => {
      const ours: string[] = [];
      const models: string[] = [];
      interface Item {
        key: number;
        name: number;
      }
      const queue = new PriorityQueue<Item>(0, (a, b) => {
        ours.push(`${a.name}<${b.name}`);
        return a.key - b.key;
      });
      const model = new HeapqModel<Item>((a, b) => {
        models.push(`${a.name}<${b.name}`);
        return a.key < b.key;
      });
      for (const [name, step] of steps.entries()) {
        if (typeof step === "number") {
          queue.putNowait({ key: step, name });
          model.push({ key: step, name });
        } else if (!queue.empty()) {
          ours.push(`got ${queue.getNowait().name}`);
          models.push(`got ${model.pop().name}`);
        }
      }
      expect(ours).toEqual(models);
    }),
  );
});

// The expected strings are the output of CPython for the same puts and gets, with a `__lt__` that compares only the number.
plain("equal items come out in the order that CPython printed for the same puts and gets", () => {
  const byKey = ([a]: [number, string], [b]: [number, string]) => a - b;
  const equal = new PriorityQueue(0, byKey);
  for (const name of "abcdefgh") equal.putNowait([0, name]);
  expect(names(drained(equal))).toBe("acgfhebd");

  const mixed = new PriorityQueue(0, byKey);
  const got: [number, string][] = [];
  for (const [i, name] of "abcdefghijklmnopqrst".split("").entries()) {
    mixed.putNowait([(i * 7) % 3, name]);
    if (i % 4 === 3) got.push(mixed.getNowait());
  }
  expect(names([...got, ...drained(mixed)])).toBe("adgjpsmhtqbnkercolfi");
});

function names(items: [number, string][]): string {
  return items.map(([, name]) => name).join("");
}
