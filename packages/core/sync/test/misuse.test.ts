import { Barrier, BoundedSemaphore, Condition, Event, LifoQueue, Lock, PriorityQueue, Queue, Semaphore } from "@asyncio-ts/sync";
import { expect, test } from "vitest";

// CPython: test_locks.LockTests.test_release_not_acquired
test("the release of a free lock throws, and names it", () => {
  expect(() => new Lock().release()).toThrow(new Error("Lock is not acquired: <Lock [unlocked]>"));
  expect(() => new Condition().release()).toThrow(new Error("Lock is not acquired: <Lock [unlocked]>"));
});

// CPython: test_locks.SemaphoreTests.test_release_not_acquired
test("a bounded semaphore that was released too often throws, and names itself", () => {
  expect(() => new BoundedSemaphore(3).release()).toThrow(
    new RangeError("BoundedSemaphore released too many times: <BoundedSemaphore [unlocked, value:3]>"),
  );
});

// CPython: test_locks.SemaphoreTests.test_semaphore_value
test("a semaphore has no negative number of permits, nor a part of one", () => {
  for (const value of [-1, 0.5, NaN, Infinity, "1" as never]) {
    expect(() => new Semaphore(value)).toThrow(RangeError);
    expect(() => new BoundedSemaphore(value)).toThrow(RangeError);
  }
  expect(() => new Semaphore(-1)).toThrow("Semaphore: a whole number from 0 on was expected as the initial value, got -1");
  expect(() => new BoundedSemaphore(-1)).toThrow("BoundedSemaphore: a whole number from 0 on was expected as the initial value, got -1");
});

// CPython: test_locks.BarrierTests.test_barrier_parties
test("a barrier has one party at least", () => {
  for (const parties of [0, -4, 1.5, NaN, undefined as never]) expect(() => new Barrier(parties)).toThrow(RangeError);
  expect(() => new Barrier(0)).toThrow("Barrier: a whole number from 1 on was expected as the number of parties, got 0");
});

test("a queue's maxsize is a number", () => {
  expect(() => new Queue(NaN)).toThrow(new TypeError("Queue: a number was expected as maxsize, got NaN"));
  expect(() => new LifoQueue("1" as never)).toThrow(new TypeError('LifoQueue: a number was expected as maxsize, got "1"'));
  expect(() => new PriorityQueue({} as never)).toThrow(
    new TypeError("PriorityQueue: a number was expected as maxsize, got an object of class Object"),
  );
});

test("a condition's lock is a Lock", () => {
  expect(() => new Condition(new Semaphore() as never)).toThrow(
    new TypeError("Condition: a Lock was expected, got <Semaphore [unlocked, value:1]>"),
  );
});

test("a priority queue's order is a function", () => {
  expect(() => new PriorityQueue(0, "asc" as never)).toThrow(new TypeError('PriorityQueue: a function was expected as compare, got "asc"'));
});

test("waiting outside a task's step throws", () => {
  const event = new Event();
  expect(() => event.wait().next()).toThrow("no running event loop");
});
