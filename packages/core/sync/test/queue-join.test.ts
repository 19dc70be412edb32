import { LifoQueue, PriorityQueue, Queue } from "@asyncio-ts/sync";
import { CancelledError, createTask, gatherSettled, getRunningLoop } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { describe, expect, test as plain } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

describe.each([{ Kind: Queue }, { Kind: LifoQueue }, { Kind: PriorityQueue }])("$Kind.name", ({ Kind }) => {
  // CPython: test_queues.QueueJoinTests.test_join_empty_queue
  // CPython: test_queues.LifoQueueJoinTests.test_join_empty_queue
  // CPython: test_queues.PriorityQueueJoinTests.test_join_empty_queue
  test("join() of an unused queue returns without a pass", function* () {
    const queue = new Kind<number>();
    let passed = false;
    getRunningLoop().callSoon(() => (passed = true));
    yield* queue.join();
    yield* queue.join();
    expect(passed).toBe(false);
  });

  // CPython: test_queues.QueueJoinTests.test_task_done
  // CPython: test_queues.LifoQueueJoinTests.test_task_done
  // CPython: test_queues.PriorityQueueJoinTests.test_task_done
  test("join() waits until taskDone() was called for each item", function* () {
    const queue = new Kind<number>();
    for (let item = 0; item < 100; item++) queue.putNowait(item);
    let sum = 0;
    function* work() {
      for (;;) {
        const item = yield* queue.get();
        yield* passes(item % 3);
        sum += item;
        queue.taskDone();
      }
    }
    const workers = [createTask(work()), createTask(work())];
    yield* queue.join();
    expect(sum).toBe(4950);
    for (const worker of workers) worker.cancel();
    const ends = yield* gatherSettled(...workers);
    expect(ends.map((end) => end.status)).toEqual(["rejected", "rejected"]);
  });

  // CPython: test_queues.QueueJoinTests.test_task_done_underflow
  // CPython: test_queues.LifoQueueJoinTests.test_task_done_underflow
  // CPython: test_queues.PriorityQueueJoinTests.test_task_done_underflow
  plain("taskDone() called more often than items were put throws a RangeError", () => {
    const queue = new Kind<number>();
    const text = `taskDone() called too many times: <${Kind.name} maxsize=0 items=0>`;
    expect(() => queue.taskDone()).toThrow(new RangeError(text));
    queue.putNowait(1);
    queue.getNowait();
    queue.taskDone();
    expect(() => queue.taskDone()).toThrow(new RangeError(text));
  });

  // CPython: test_queues.QueueJoinTests.test_format
  // CPython: test_queues.LifoQueueJoinTests.test_format
  // CPython: test_queues.PriorityQueueJoinTests.test_format
  plain("String(queue) shows the number of unfinished items", () => {
    const queue = new Kind<number>();
    queue.putNowait(1);
    queue.putNowait(2);
    queue.getNowait();
    expect(String(queue)).toBe(`<${Kind.name} maxsize=0 items=1 tasks=2>`);
  });
});

test("the last taskDone() wakes all joiners even if an item is put right after it; a later join() waits for that item", function* () {
  const queue = new Queue<number>();
  queue.putNowait(1);
  const joining = [createTask(queue.join()), createTask(queue.join())];
  yield* passes();
  queue.getNowait();
  yield* passes();
  expect(joining.map((task) => task.done())).toEqual([false, false]);
  queue.taskDone();
  queue.putNowait(2);
  const later = createTask(queue.join());
  yield* passes(2);
  expect([...joining, later].map((task) => task.done())).toEqual([true, true, false]);
  yield* cancelOthers();
});

test("a cancelled join() does not affect the other joiners", function* () {
  const queue = new Queue<number>();
  queue.putNowait(1);
  const [first, second] = [createTask(queue.join()), createTask(queue.join())];
  yield* passes();
  first.cancel();
  expect(yield* thrown(first)).toBeInstanceOf(CancelledError);
  expect(second.done()).toBe(false);
  queue.taskDone();
  yield* second;
});
