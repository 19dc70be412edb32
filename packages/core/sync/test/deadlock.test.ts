import { Barrier, Condition, Event, Lock, PriorityQueue, Queue, Semaphore } from "@asyncio-ts/sync";
import { type Coroutine, createTask, DeadlockError } from "@asyncio-ts/tasks";
import { virtually } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { expect, test as plain } from "vitest";
import { passes } from "./passes.ts";

/** Returns the text of the primitive that the DeadlockError of a program names. */
function waitsFor(wait: () => Coroutine<unknown>): string {
  try {
    virtually(wait)();
  } catch (error) {
    if (error instanceof DeadlockError) return /waits for (.*)/.exec(error.message)![1]!;
    throw error;
  }
  throw new Error("a DeadlockError was expected");
}

plain("DeadlockError names the primitive that a task waits for: the barrier for its condition, the queue for join()", () => {
  const [lock, condition] = [new Lock(), new Condition()];
  expect(
    waitsFor(function* () {
      yield* lock.acquire();
      yield* lock.acquire();
    }),
  ).toBe("<Lock [locked, waiters:1]>");
  expect(waitsFor(() => new Semaphore(0).acquire())).toBe("<Semaphore [locked, waiters:1]>");
  expect(waitsFor(() => new Event().wait())).toBe("<Event [unset, waiters:1]>");
  expect(waitsFor(() => condition.use(() => condition.wait()))).toBe("<Condition [unlocked, waiters:1]>");
  expect(waitsFor(() => new Barrier(2).wait())).toBe("<Barrier [filling, waiters:1/2]>");
  expect(waitsFor(() => new PriorityQueue(5).get())).toBe("<PriorityQueue maxsize=5 items=0 getters=1>");
  const queue = new Queue(1);
  queue.putNowait(1);
  expect(waitsFor(() => queue.put(2))).toBe("<Queue maxsize=1 items=1 putters=1 tasks=1>");
  expect(waitsFor(() => queue.join())).toBe("<Queue maxsize=1 items=1 tasks=1>");
});

test("String(task) names the primitive that the task waits for, until the step after its wake-up", function* () {
  const queue = new Queue();
  const task = createTask(queue.get(), { name: "reader" });
  yield* passes();
  expect(String(task)).toContain("name='reader'");
  expect(String(task)).toContain("wait_for=<Queue maxsize=0 items=0 getters=1>");
  queue.putNowait(1);
  expect(String(task)).toContain("wait_for=<Queue maxsize=0 items=1 tasks=1>");
  yield* cancelOthers();
});
