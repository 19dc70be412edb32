import { Queue } from "@asyncio-ts/sync";
import { createTask, TimeoutError, waitFor } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { expect } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

// CPython: test_queues.QueueGetTests.test_get_cancelled_race
test("a getter cancelled while it waits leaves the next item to the getter behind it", function* () {
  const queue = new Queue<string>();
  const [first, second] = [createTask(queue.get()), createTask(queue.get())];
  yield* passes();
  first.cancel();
  yield* passes();
  expect(first.cancelled()).toBe(true);
  yield* queue.put("a");
  expect(yield* second).toBe("a");
});

// CPython: test_queues.QueuePutTests.test_get_cancel_drop_one_pending_reader
test("a getter cancelled after its wake-up removes no item", function* () {
  const queue = new Queue<number>();
  const cancelled = createTask(queue.get());
  yield* passes();
  queue.putNowait(1);
  queue.putNowait(2);
  cancelled.cancel();
  yield* passes();
  expect(cancelled.cancelled()).toBe(true);
  expect([yield* queue.get(), yield* queue.get()]).toEqual([1, 2]);
});

// CPython: test_queues.QueuePutTests.test_get_cancel_drop_many_pending_readers
test("a getter cancelled after its wake-up passes it on: two items reach the two other getters", function* () {
  const queue = new Queue<number>();
  const [first, second, third] = [0, 1, 2].map(() => createTask(queue.get()));
  yield* passes();
  queue.putNowait(1);
  queue.putNowait(2);
  first!.cancel();
  yield* passes(2);
  expect(first!.cancelled()).toBe(true);
  expect(new Set([second!.result(), third!.result()])).toEqual(new Set([1, 2]));
});

test("a getter cancelled after a newcomer took its item wakes no other getter, so the order is kept", function* () {
  const queue = new Queue<number>();
  const [first, second, third] = [0, 1, 2].map(() => createTask(queue.get()));
  yield* passes();
  queue.putNowait(1);
  expect(yield* queue.get()).toBe(1);
  first!.cancel();
  yield* passes(2);
  expect([first!.cancelled(), second!.done()]).toEqual([true, false]);
  queue.putNowait(2);
  yield* passes(2);
  expect([second!.done(), third!.done()]).toEqual([true, false]);
  yield* cancelOthers();
});

test("a getter cancelled while it waits wakes no other getter even if an item is there, so the order is kept", function* () {
  const queue = new Queue<number>();
  const [first, second, third, fourth] = [0, 1, 2, 3].map(() => createTask(queue.get()));
  yield* passes();
  second!.cancel();
  queue.putNowait(1);
  yield* passes(2);
  expect([first!.result(), second!.cancelled()]).toEqual([1, true]);
  queue.putNowait(2);
  yield* passes(2);
  expect([third!.done(), fourth!.done()]).toEqual([true, false]);
  yield* cancelOthers();
});

// CPython: test_queues.QueueGetTests.test_cancelled_getters_not_being_held_in_self_getters
test("queue.get() that times out removes its waiter", function* () {
  const queue = new Queue<number>(5);
  expect(yield* thrown(waitFor(queue.get(), 100))).toBeInstanceOf(TimeoutError);
  expect(String(queue)).toBe("<Queue maxsize=5 items=0>");
});

// CPython: test_queues.QueuePutTests.test_put_cancel_drop
// CPython: test_queues.QueuePutTests.test_cancelled_put_silence_value_error_exception
test("a putter cancelled after its wake-up puts no item", function* () {
  const queue = new Queue<number>(1);
  queue.putNowait(1);
  const cancelled = createTask(queue.put(2));
  yield* passes();
  expect(queue.getNowait()).toBe(1);
  cancelled.cancel();
  yield* passes();
  expect(cancelled.cancelled()).toBe(true);
  yield* queue.put(3);
  expect(queue.getNowait()).toBe(3);
  expect(queue.qsize()).toBe(0);
});

// CPython: test_queues.QueuePutTests.test_put_cancelled_race
test("a putter cancelled while it waits puts no item; the putters around it put theirs in order", function* () {
  const queue = new Queue<string>(1);
  const [first, second, third, fourth] = ["a", "b", "x", "c"].map((item) => createTask(queue.put(item)));
  yield* passes();
  expect([first!.done(), second!.done()]).toEqual([true, false]);
  third!.cancel();
  yield* passes();
  expect(third!.cancelled()).toBe(true);
  expect([yield* queue.get(), yield* queue.get(), yield* queue.get()]).toEqual(["a", "b", "c"]);
  expect(fourth!.done()).toBe(true);
});

test("a putter cancelled after its wake-up wakes the next putter", function* () {
  const queue = new Queue<number>(1);
  queue.putNowait(1);
  const [first, second] = [createTask(queue.put(2)), createTask(queue.put(3))];
  yield* passes();
  expect(queue.getNowait()).toBe(1);
  first.cancel();
  yield* waitFor(second, 1);
  expect(first.cancelled()).toBe(true);
  expect(queue.getNowait()).toBe(3);
});

test("a putter cancelled after a newcomer took its room wakes no other putter, so the order is kept", function* () {
  const queue = new Queue<number>(1);
  queue.putNowait(0);
  const [first, second, third] = [1, 2, 3].map((item) => createTask(queue.put(item)));
  yield* passes();
  expect(queue.getNowait()).toBe(0);
  queue.putNowait(4);
  first!.cancel();
  yield* passes(2);
  expect([first!.cancelled(), second!.done()]).toEqual([true, false]);
  expect(queue.getNowait()).toBe(4);
  yield* passes(2);
  expect([second!.done(), third!.done()]).toEqual([true, false]);
  third!.cancel();
  yield* cancelOthers();
});

// CPython: test_queues.QueuePutTests.test_cancelled_puts_not_being_held_in_self_putters
test("a cancelled queue.put() removes its waiter, and its item does not count as unfinished", function* () {
  const queue = new Queue<number>(1);
  queue.putNowait(1);
  const cancelled = createTask(queue.put(2));
  yield* passes();
  expect(String(queue)).toBe("<Queue maxsize=1 items=1 putters=1 tasks=1>");
  cancelled.cancel();
  yield* passes();
  expect(cancelled.cancelled()).toBe(true);
  expect(String(queue)).toBe("<Queue maxsize=1 items=1 tasks=1>");
});

test("queue.get() closed after its wake-up wakes the next getter", function* () {
  const queue = new Queue<number>();
  const closed = queue.get();
  closed.next();
  const second = createTask(queue.get());
  yield* passes();
  queue.putNowait(1);
  closed.return(0);
  expect(yield* waitFor(second, 1)).toBe(1);
});

test("queue.get() closed while it waits takes no later wake-up", function* () {
  const queue = new Queue<number>();
  const closed = queue.get();
  closed.next();
  const second = createTask(queue.get());
  yield* passes();
  closed.return(0);
  queue.putNowait(1);
  expect(yield* waitFor(second, 1)).toBe(1);
});

test("queue.get() closed while it waits wakes no other getter even if an item is there, so the order is kept", function* () {
  const queue = new Queue<number>();
  const first = createTask(queue.get());
  yield* passes();
  const closed = queue.get();
  closed.next();
  const [third, fourth] = [createTask(queue.get()), createTask(queue.get())];
  yield* passes();
  queue.putNowait(1);
  closed.return(0);
  yield* passes(2);
  expect(first.result()).toBe(1);
  queue.putNowait(2);
  yield* passes(2);
  expect([third.done(), fourth.done()]).toEqual([true, false]);
  yield* cancelOthers();
});
