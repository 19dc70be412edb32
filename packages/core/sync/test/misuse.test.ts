import { Barrier, BoundedSemaphore, Condition, Event, LifoQueue, Lock, PriorityQueue, Queue, Semaphore } from "@asyncio-ts/sync";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { test } from "@asyncio-ts/testing/vitest";
import { expect, test as plain } from "vitest";

// CPython: test_locks.LockTests.test_release_not_acquired
plain("lock.release() and condition.release() of a free lock throw an Error that names the lock", () => {
  expect(() => new Lock().release()).toThrow(new Error("Lock is not acquired: <Lock [unlocked]>"));
  expect(() => new Condition().release()).toThrow(new Error("Lock is not acquired: <Lock [unlocked]>"));
});

// CPython: test_locks.SemaphoreTests.test_release_not_acquired
plain("BoundedSemaphore.release() with all permits free throws a RangeError that names the semaphore", () => {
  expect(() => new BoundedSemaphore(3).release()).toThrow(
    new RangeError("BoundedSemaphore released too many times: <BoundedSemaphore [unlocked, value:3]>"),
  );
});

// CPython: test_locks.SemaphoreTests.test_semaphore_value
plain("new Semaphore() throws a RangeError unless its value is a non-negative integer", () => {
  for (const value of [-1, 0.5, NaN, Infinity, "1" as never]) {
    expect(() => new Semaphore(value)).toThrow(RangeError);
    expect(() => new BoundedSemaphore(value)).toThrow(RangeError);
  }
  expect(() => new Semaphore(-1)).toThrow("Semaphore: a non-negative integer was expected as the initial value, got -1");
  expect(() => new BoundedSemaphore(-1)).toThrow("BoundedSemaphore: a non-negative integer was expected as the initial value, got -1");
});

// CPython: test_locks.BarrierTests.test_barrier_parties
plain("new Barrier() throws a RangeError unless its number of parties is a positive integer", () => {
  for (const parties of [0, -4, 1.5, NaN, undefined as never]) expect(() => new Barrier(parties)).toThrow(RangeError);
  expect(() => new Barrier(0)).toThrow("Barrier: a positive integer was expected as the number of parties, got 0");
});

plain("new Queue() throws a TypeError unless its maxsize is a number", () => {
  expect(() => new Queue(NaN)).toThrow(new TypeError("Queue: a number was expected as maxsize, got NaN"));
  expect(() => new LifoQueue("1" as never)).toThrow(new TypeError('LifoQueue: a number was expected as maxsize, got "1"'));
  expect(() => new PriorityQueue({} as never)).toThrow(
    new TypeError("PriorityQueue: a number was expected as maxsize, got an object of class Object"),
  );
});

plain("new Queue() throws a TypeError for a storage that is no container of items", () => {
  const client = new Proxy(() => {}, { get: () => () => {} });
  for (const storage of [null, 5, new Map(), [], client]) {
    expect(() => new Queue(0, storage as never)).toThrow(/^Queue: a storage with push\(\), pop\(\) and size was expected, got /);
  }
});

test("condition.use() refuses a body that is no function*, before it acquires the lock", function* () {
  const condition = new Condition();
  for (const body of [5, null, async () => Promise.reject(new Error("lost"))]) {
    const error = yield* thrown(condition.use(body as never));
    expect(String(error)).toMatch(/^TypeError: Condition\.use: a body that is a function\* was expected, got /);
  }
  const error = yield* thrown(condition.use((() => Promise.reject(new Error("lost"))) as never));
  expect(String(error)).toMatch(/^TypeError: Condition\.use: .* returns a coroutine was expected, got /);
  expect(condition.locked()).toBe(false);
});

test("condition.notify() throws a TypeError for a count that is no number", function* () {
  const condition = new Condition();
  yield* condition.acquire();
  for (const n of ["1", NaN, Symbol("s"), Object.create(null)]) {
    expect(() => condition.notify(n as never)).toThrow(/^Condition\.notify: a number of waiters was expected, got /);
  }
  condition.release();
});

plain("new Condition() throws a TypeError unless its lock is a Lock", () => {
  expect(() => new Condition(new Semaphore() as never)).toThrow(
    new TypeError("Condition: a Lock was expected, got <Semaphore [unlocked, value:1]>"),
  );
});

plain("new PriorityQueue() throws a TypeError unless compare is a function", () => {
  expect(() => new PriorityQueue(0, "asc" as never)).toThrow(new TypeError('PriorityQueue: a function was expected as compare, got "asc"'));
});

plain("event.wait() outside a running loop throws", () => {
  const event = new Event();
  expect(() => event.wait().next()).toThrow("no running event loop");
});
