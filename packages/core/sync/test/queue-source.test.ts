import { LifoQueue, PriorityQueue, Queue, QueueShutDown } from "@asyncio-ts/sync";
import { CancelledError, createTask, forEach, gather, iterate } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

describe.each([
  { Kind: Queue, order: [2, 3, 1] },
  { Kind: LifoQueue, order: [1, 3, 2] },
  { Kind: PriorityQueue, order: [1, 2, 3] },
])("$Kind.name", ({ Kind, order }) => {
  test("forEach(queue) reads all items in the queue's order, and ends when the queue is shut down and empty", function* () {
    const queue = new Kind<number>();
    for (const item of [2, 3, 1]) queue.putNowait(item);
    queue.shutdown();
    const got: number[] = [];
    yield* forEach(queue, function* (item) {
      got.push(item);
    });
    expect(got).toEqual(order);
  });
});

test("forEach(queue) waits for items, and ends after queue.shutdown()", function* () {
  const queue = new Queue<number>(1);
  const got: number[] = [];
  function* produce() {
    for (const item of [1, 2, 3, 4]) {
      yield* queue.put(item);
      yield* passes(item);
    }
    queue.shutdown();
  }
  function* consume() {
    yield* forEach(queue, function* (item) {
      got.push(item);
      yield* passes(4 - item);
    });
    return "ended";
  }
  expect((yield* gather(produce(), consume()))[1]).toBe("ended");
  expect(got).toEqual([1, 2, 3, 4]);
});

test("forEach(queue) reads no further item after queue.shutdown(true)", function* () {
  const queue = new Queue<number>();
  const got: number[] = [];
  for (const item of [1, 2, 3]) queue.putNowait(item);
  yield* forEach(queue, function* (item) {
    got.push(item);
    queue.shutdown(true);
  });
  expect(got).toEqual([1]);
});

test("forEach(queue) that stops early leaves the other items in the queue, which stays usable", function* () {
  const queue = new Queue<number>();
  for (const item of [1, 2, 3]) queue.putNowait(item);
  yield* forEach(queue, function* () {
    return forEach.stop;
  });
  expect([queue.qsize(), yield* queue.get()]).toEqual([2, 2]);
  yield* queue.put(4);
  expect(queue.qsize()).toBe(2);
});

test("iterate(queue) reads items one by one, and its next() returns false after the last", function* () {
  const queue = new Queue<string>();
  queue.putNowait("a");
  queue.putNowait("b");
  queue.shutdown();
  const it = iterate(queue);
  const got: string[] = [];
  while (yield* it.next()) got.push(it.value);
  yield* it.close();
  expect(got).toEqual(["a", "b"]);
  expect(yield* it.next()).toBe(false);
});

test("several forEach(queue) share the items, and all end after queue.shutdown()", function* () {
  const queue = new Queue<number>();
  const got: number[][] = [[], [], []];
  const consumers = got.map((mine) =>
    createTask(
      forEach(queue, function* (item) {
        mine.push(item);
        yield* passes();
      }),
    ),
  );
  for (let item = 0; item < 9; item++) yield* queue.put(item);
  queue.shutdown();
  yield* gather(...consumers);
  expect(got).toEqual([
    [0, 3, 6],
    [1, 4, 7],
    [2, 5, 8],
  ]);
});

test("a cancelled forEach(queue) loses no item", function* () {
  const queue = new Queue<number>();
  const consumer = createTask(forEach(queue, function* () {}));
  yield* passes();
  queue.putNowait(1);
  consumer.cancel();
  expect(yield* thrown(consumer)).toBeInstanceOf(CancelledError);
  expect(queue.getNowait()).toBe(1);
});

test("forEach(queue) throws an error of its body, even a QueueShutDown of another queue", function* () {
  const [queue, other] = [new Queue<number>(), new Queue<number>()];
  queue.putNowait(1);
  other.shutdown();
  const loop = forEach(queue, function* () {
    yield* other.get();
  });
  expect(yield* thrown(loop)).toBeInstanceOf(QueueShutDown);
});
