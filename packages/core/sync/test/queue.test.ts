import { LifoQueue, PriorityQueue, Queue, QueueEmpty, QueueFull } from "@asyncio-ts/sync";
import { createTask, getRunningLoop, taskGroup } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { expect, test as plain } from "vitest";
import { passes } from "./passes.ts";

// CPython: test_queues.QueueBasicTests.test_empty
// CPython: test_queues.QueueGetTests.test_nonblocking_get
// CPython: test_queues.QueuePutTests.test_nonblocking_put
plain("a new queue is empty; qsize() and empty() follow putNowait() and getNowait()", () => {
  const queue = new Queue<number>();
  expect([queue.empty(), queue.qsize(), queue.full(), queue.maxsize]).toEqual([true, 0, false, 0]);
  queue.putNowait(1);
  expect([queue.empty(), queue.qsize(), queue.full()]).toEqual([false, 1, false]);
  expect(queue.getNowait()).toBe(1);
  expect(queue.empty()).toBe(true);
});

// CPython: test_queues.QueueBasicTests.test_full
plain("queue.full() is true once the queue holds maxsize items", () => {
  const queue = new Queue<number>(2);
  queue.putNowait(1);
  expect(queue.full()).toBe(false);
  queue.putNowait(2);
  expect([queue.full(), queue.maxsize]).toEqual([true, 2]);
});

plain.each([0, -1, -Infinity, Infinity])("a maxsize of %d sets no limit", (maxsize) => {
  const queue = new Queue<number>(maxsize);
  for (let item = 0; item < 100; item++) queue.putNowait(item);
  expect([queue.full(), queue.maxsize]).toEqual([false, maxsize]);
});

// CPython: test_queues.QueuePutTests.test_float_maxsize
test("a fractional maxsize is rounded up", function* () {
  const queue = new Queue<number>(1.3);
  yield* queue.put(1);
  expect(queue.full()).toBe(false);
  queue.putNowait(2);
  expect(queue.full()).toBe(true);
  expect(() => queue.putNowait(3)).toThrow(QueueFull);
});

// CPython: test_queues.QueueBasicTests.test_order
test("queue.get() returns items in the order of put()", function* () {
  const queue = new Queue<number>();
  for (const item of [1, 3, 2]) yield* queue.put(item);
  expect([yield* queue.get(), yield* queue.get(), yield* queue.get()]).toEqual([1, 3, 2]);
});

plain("queue.getNowait() returns items in the order of putNowait() through a mix of both, at any size", () => {
  const queue = new Queue<number>();
  const model: number[] = [];
  let next = 0;
  for (let round = 0; round < 200; round++) {
    for (let i = 0; i < (round * 7) % 23; i++) {
      queue.putNowait(next);
      model.push(next++);
    }
    for (let i = 0; i < (round * 5) % 19 && model.length > 0; i++) expect(queue.getNowait()).toBe(model.shift());
    expect(queue.qsize()).toBe(model.length);
  }
  expect(model.length).toBeGreaterThan(100);
});

test("undefined, null and 0 are valid items", function* () {
  const queue = new Queue<unknown>();
  for (const item of [undefined, null, 0]) queue.putNowait(item);
  expect([yield* queue.get(), queue.getNowait(), queue.getNowait()]).toEqual([undefined, null, 0]);
});

// CPython: test_queues.LifoQueueTests.test_order
test("LifoQueue.get() returns the newest item first", function* () {
  const queue = new LifoQueue<number>(3);
  for (const item of [1, 3, 2]) yield* queue.put(item);
  expect(queue.full()).toBe(true);
  expect([yield* queue.get(), yield* queue.get(), yield* queue.get()]).toEqual([2, 3, 1]);
});

plain("LifoQueue and PriorityQueue are instances of Queue, and not the reverse", () => {
  expect([new LifoQueue(), new PriorityQueue()].every((queue) => queue instanceof Queue)).toBe(true);
  expect(new Queue()).not.toBeInstanceOf(LifoQueue);
});

// CPython: test_queues.QueueGetTests.test_blocking_get
// CPython: test_queues.QueuePutTests.test_blocking_put
// CPython: test_queues.QueuePutTests.test_put_cancelled
test("rule 15: queue.get() with an item there and queue.put() with room return without a pass", function* () {
  const queue = new Queue<number>(1);
  let passed = false;
  getRunningLoop().callSoon(() => (passed = true));
  yield* queue.put(1);
  expect(yield* queue.get()).toBe(1);
  yield* queue.put(2);
  expect(passed).toBe(false);
});

// CPython: test_queues.QueueGetTests.test_blocking_get_wait
test("queue.get() from an empty queue waits for an item", function* () {
  const queue = new Queue<string>();
  getRunningLoop().callLater(10, () => queue.putNowait("late"));
  expect(yield* queue.get()).toBe("late");
  expect(getRunningLoop().time()).toBe(10);
});

// CPython: test_queues.QueueBasicTests.test_maxsize
// CPython: test_queues.QueuePutTests.test_blocking_put_wait
test("queue.put() into a full queue waits for room", function* () {
  const queue = new Queue<number>(2);
  const put: number[] = [];
  const putting = createTask(function* () {
    for (const item of [0, 1, 2]) {
      yield* queue.put(item);
      put.push(item);
    }
    return true;
  });
  yield* passes(2);
  expect(put).toEqual([0, 1]);
  expect(yield* queue.get()).toBe(0);
  yield* passes();
  expect(put).toEqual([0, 1, 2]);
  expect([yield* queue.get(), yield* queue.get()]).toEqual([1, 2]);
  expect(putting.result()).toBe(true);
});

// CPython: test_queues.QueueGetTests.test_nonblocking_get_exception
// CPython: test_queues.QueuePutTests.test_nonblocking_put_exception
plain("getNowait() from an empty queue and putNowait() into a full one throw, and change nothing", () => {
  const queue = new Queue<number>(1);
  expect(() => queue.getNowait()).toThrow(new QueueEmpty("getNowait(): <Queue maxsize=1 items=0> is empty"));
  queue.putNowait(1);
  expect(() => queue.putNowait(2)).toThrow(new QueueFull("putNowait(): <Queue maxsize=1 items=1 tasks=1> is full"));
  expect([queue.qsize(), queue.getNowait()]).toEqual([1, 1]);
});

// CPython: test_queues.QueuePutTests.test_put_with_waiting_getters
test("each put wakes one getter, in order of arrival", function* () {
  const queue = new Queue<string>();
  const getters = [0, 1, 2].map(() => createTask(queue.get()));
  yield* passes();
  queue.putNowait("a");
  queue.putNowait("b");
  yield* passes();
  expect(getters.map((task) => task.done())).toEqual([true, true, false]);
  yield* queue.put("c");
  yield* passes();
  expect(getters.map((task) => task.result())).toEqual(["a", "b", "c"]);
});

// CPython: test_queues.QueueGetTests.test_get_with_putters
// CPython: test_queues.QueueGetTests.test_get_with_waiting_putters
test("each get wakes one putter, in order of arrival", function* () {
  const queue = new Queue<string>(1);
  const putters = ["a", "b", "c"].map((item) => createTask(queue.put(item)));
  yield* passes();
  expect(putters.map((task) => task.done())).toEqual([true, false, false]);
  expect(queue.getNowait()).toBe("a");
  yield* passes();
  expect(putters.map((task) => task.done())).toEqual([true, true, false]);
  expect([yield* queue.get(), yield* queue.get()]).toEqual(["b", "c"]);
});

test("rule 30: a newcomer may take the room of a woken putter, which then waits again", function* () {
  const queue = new Queue<string>(1);
  queue.putNowait("first");
  const waiting = createTask(queue.put("waiter"));
  yield* passes();
  expect(queue.getNowait()).toBe("first");
  yield* queue.put("newcomer");
  yield* passes(2);
  expect(waiting.done()).toBe(false);
  expect([yield* queue.get(), yield* queue.get()]).toEqual(["newcomer", "waiter"]);
});

test("rule 30: a newcomer may take the item of a woken getter, which then waits again", function* () {
  const queue = new Queue<number>();
  const waiting = createTask(queue.get());
  yield* passes();
  queue.putNowait(1);
  expect(yield* queue.get()).toBe(1);
  yield* passes(2);
  expect(waiting.done()).toBe(false);
  queue.putNowait(2);
  expect(yield* waiting).toBe(2);
});

// CPython: test_queues.QueueGetTests.test_why_are_getters_waiting
test("a producer and a consumer of the same number of items both end, with room for one", function* () {
  const queue = new Queue<number>(1);
  const got: number[] = [];
  yield* taskGroup(function* (group) {
    group.createTask(function* () {
      for (let item = 0; item < 5; item++) yield* queue.put(item);
    });
    group.createTask(function* () {
      while (got.length < 5) got.push(yield* queue.get());
    });
  });
  expect(got).toEqual([0, 1, 2, 3, 4]);
});

// CPython: test_queues.QueuePutTests.test_why_are_putters_waiting
test("emptying a full queue in one step lets all waiting putters put their items", function* () {
  const queue = new Queue<number>(2);
  yield* taskGroup(function* (group) {
    group.createTask(function* () {
      yield* passes();
      for (let left = queue.qsize(); left > 0; left--) queue.getNowait();
    });
    for (const item of [0, 1, 2, 3]) group.createTask(queue.put(item));
  });
  expect([queue.getNowait(), queue.getNowait()]).toEqual([2, 3]);
});

// CPython: test_queues.QueueBasicTests.test_repr
// CPython: test_queues.QueueBasicTests.test_str
test("String(queue) shows maxsize, items, waiting getters and putters, unfinished items and the shutdown", function* () {
  const queue = new Queue<number>(1);
  expect(String(queue)).toBe("<Queue maxsize=1 items=0>");
  const getting = createTask(queue.get());
  yield* passes();
  expect(String(queue)).toBe("<Queue maxsize=1 items=0 getters=1>");
  queue.putNowait(1);
  yield* getting;
  yield* queue.put(2);
  createTask(queue.put(3));
  yield* passes();
  expect(String(queue)).toBe("<Queue maxsize=1 items=1 putters=1 tasks=2>");
  yield* queue.get();
  yield* passes();
  expect(String(queue)).toBe("<Queue maxsize=1 items=1 tasks=3>");
  queue.shutdown(true);
  expect(String(queue)).toBe("<Queue maxsize=1 items=0 tasks=2 shutdown>");
  expect(String(new LifoQueue())).toBe("<LifoQueue maxsize=0 items=0>");
});
