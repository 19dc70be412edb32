import { PriorityQueue } from "@asyncio-ts/sync";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { HeapqModel } from "./heapq-model.ts";
import { checked } from "@asyncio-ts/test-helpers/property";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

// CPython: test_queues.PriorityQueueTests.test_order
test("the least item comes first", () => {
  virtually(function* () {
    const queue = new PriorityQueue<number>();
    for (const item of [1, 3, 2]) yield* queue.put(item);
    expect([yield* queue.get(), yield* queue.get(), yield* queue.get()]).toEqual([1, 2, 3]);
  });
});

/** Takes all items out. */
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

test("numbers, bigints and booleans have one order, and strings and dates have theirs", () => {
  expect(sorted<number | bigint | boolean>(3, 2n, true, -1, 0.5, Infinity)).toEqual([-1, 0.5, true, 2n, 3, Infinity]);
  expect(sorted("pear", "apple", "", "Apple")).toEqual(["", "Apple", "apple", "pear"]);
  const [later, earlier] = [new Date(2000), new Date(1000)];
  expect(sorted(later, earlier)).toEqual([earlier, later]);
});

test("arrays are ordered item by item, as tuples", () => {
  expect(sorted([2, "a"], [1, "b"], [1, "a"], [1], [1, "a", 0])).toEqual([[1], [1, "a"], [1, "a", 0], [1, "b"], [2, "a"]]);
  expect(sorted([[1, 2], 3], [[1], 9])).toEqual([
    [[1], 9],
    [[1, 2], 3],
  ]);
});

test("arrays that share an item are ordered by the next, whatever the shared one is", () => {
  const shared = { what: "has no order" };
  expect(sorted([shared, 2], [shared, 1], [shared, NaN, 0])).toHaveLength(3);
  expect(sorted([NaN, 2], [NaN, 1])).toEqual([
    [NaN, 1],
    [NaN, 2],
  ]);
});

test("what has no order throws, and says what to do", () => {
  const queue = new PriorityQueue<unknown>();
  queue.putNowait([1, { job: "first" }]);
  expect(() => queue.putNowait([1, { job: "second" }])).toThrow(
    new TypeError("PriorityQueue: an object of class Object and an object of class Object have no order; give a compare function"),
  );
  expect(() => queue.putNowait("text")).toThrow(TypeError);
  expect(() => new PriorityQueue<unknown>().putNowait(null)).not.toThrow();
});

test("a put whose comparison throws changes nothing", () => {
  const queue = new PriorityQueue<unknown>();
  for (const item of [5, 1, 4]) queue.putNowait(item);
  expect(() => queue.putNowait("text")).toThrow(TypeError);
  expect(String(queue)).toBe("<PriorityQueue maxsize=0 items=3 tasks=3>");
  expect(drained(queue)).toEqual([1, 4, 5]);
});

test("a get whose comparison throws loses nothing", () => {
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

test("a compare function decides the order", () => {
  const queue = new PriorityQueue<{ at: number; what: string }>(2, (a, b) => b.at - a.at);
  queue.putNowait({ at: 1, what: "later" });
  queue.putNowait({ at: 2, what: "sooner" });
  expect(queue.full()).toBe(true);
  expect(drained(queue).map((job) => job.what)).toEqual(["sooner", "later"]);
});

test("a put makes at most log2(n) comparisons, and a get twice as many, in order, in reverse and at random", () => {
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
    // At most ⌈log2 n⌉ up for a put, and twice that down and up again for a get.
    expect(comparisons).toBeLessThan(count * 3 * Math.ceil(Math.log2(count)));
  }
});

test("equal items come in the very order of Python's heapq, after the very same comparisons", () => {
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

// What CPython printed for the same puts and gets, with a `__lt__` that looks at the number only.
test("equal items come as CPython's heapq gave them", () => {
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
