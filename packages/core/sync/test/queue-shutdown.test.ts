import { LifoQueue, PriorityQueue, Queue, QueueShutDown } from "@asyncio-ts/sync";
import { createTask } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

/** Expects that a queue was shut down and is empty. */
function* expectEnded(queue: Queue<string>) {
  expect(yield* thrown(queue.put("more"))).toBeInstanceOf(QueueShutDown);
  expect(() => queue.putNowait("more")).toThrow(QueueShutDown);
  expect(yield* thrown(queue.get())).toBeInstanceOf(QueueShutDown);
  expect(() => queue.getNowait()).toThrow(QueueShutDown);
}

describe.each([{ Kind: Queue }, { Kind: LifoQueue }, { Kind: PriorityQueue }])("$Kind.name", ({ Kind }) => {
  // CPython: test_queues.QueueShutdownTests.test_shutdown_empty
  // CPython: test_queues.LifoQueueShutdownTests.test_shutdown_empty
  // CPython: test_queues.PriorityQueueShutdownTests.test_shutdown_empty
  test("rule 30: shutdown() of an empty queue makes waiting getters throw a QueueShutDown", function* () {
    const queue = new Kind<string>();
    const getting = createTask(queue.get());
    yield* passes();
    queue.shutdown();
    expect(queue.qsize()).toBe(0);
    yield* queue.join();
    yield* passes();
    expect(getting.exception()).toEqual(new QueueShutDown(`<${Kind.name} maxsize=0 items=0 shutdown> was shut down`));
    yield* expectEnded(queue);
  });

  // CPython: test_queues.QueueShutdownTests.test_shutdown_nonempty
  // CPython: test_queues.LifoQueueShutdownTests.test_shutdown_nonempty
  // CPython: test_queues.PriorityQueueShutdownTests.test_shutdown_nonempty
  test("rule 30: shutdown() keeps the remaining items, and makes waiting putters throw a QueueShutDown", function* () {
    const queue = new Kind<string>(1);
    queue.putNowait("item");
    const joining = createTask(queue.join());
    const putting = createTask(queue.put("more"));
    yield* passes();
    expect(putting.done()).toBe(false);
    queue.shutdown();
    expect(queue.qsize()).toBe(1);
    yield* passes();
    expect(putting.exception()).toBeInstanceOf(QueueShutDown);
    expect(() => queue.putNowait("more")).toThrow(QueueShutDown);

    expect(yield* queue.get()).toBe("item");
    yield* passes();
    expect(joining.done()).toBe(false);
    yield* expectEnded(queue);
    queue.taskDone();
    yield* passes();
    expect(joining.done()).toBe(true);
    expect(() => queue.taskDone()).toThrow(RangeError);
  });

  // CPython: test_queues.QueueShutdownTests.test_shutdown_immediate
  // CPython: test_queues.LifoQueueShutdownTests.test_shutdown_immediate
  // CPython: test_queues.PriorityQueueShutdownTests.test_shutdown_immediate
  test("rule 30: shutdown(true) discards the remaining items, and counts them as done", function* () {
    const queue = new Kind<string>();
    queue.putNowait("item");
    const joining = createTask(queue.join());
    yield* passes();
    queue.shutdown(true);
    expect(queue.qsize()).toBe(0);
    yield* passes();
    expect(joining.done()).toBe(true);
    yield* expectEnded(queue);
    expect(() => queue.taskDone()).toThrow(RangeError);
  });

  // CPython: test_queues.QueueShutdownTests.test_shutdown_immediate_with_unfinished
  // CPython: test_queues.LifoQueueShutdownTests.test_shutdown_immediate_with_unfinished
  // CPython: test_queues.PriorityQueueShutdownTests.test_shutdown_immediate_with_unfinished
  test("rule 30: shutdown(true) leaves removed items unfinished until taskDone()", function* () {
    const queue = new Kind<string>();
    queue.putNowait("item");
    queue.putNowait("item");
    const joining = createTask(queue.join());
    expect(yield* queue.get()).toBe("item");
    queue.shutdown(true);
    yield* passes(2);
    expect([queue.qsize(), joining.done()]).toEqual([0, false]);
    yield* expectEnded(queue);
    queue.taskDone();
    expect(() => queue.taskDone()).toThrow(RangeError);
    yield* passes();
    expect(joining.done()).toBe(true);
  });

  // CPython: test_queues.QueueShutdownTests.test_format
  // CPython: test_queues.LifoQueueShutdownTests.test_format
  // CPython: test_queues.PriorityQueueShutdownTests.test_format
  plain("String(queue) shows that the queue was shut down", () => {
    const queue = new Kind<string>();
    queue.shutdown();
    expect(String(queue)).toBe(`<${Kind.name} maxsize=0 items=0 shutdown>`);
  });
});

test("rule 30: shutdown() makes all waiting getters throw a QueueShutDown, but a cancelled one", function* () {
  const queue = new Queue<string>();
  const getting = [0, 1, 2].map(() => createTask(queue.get()));
  yield* passes();
  getting[1]!.cancel();
  queue.shutdown();
  yield* passes(2);
  expect(getting.map((task) => (task.cancelled() ? "cancelled" : (task.exception() as Error).name))).toEqual([
    "QueueShutDown",
    "cancelled",
    "QueueShutDown",
  ]);
});

test("rule 30: a getter woken before shutdown() still gets its item", function* () {
  const queue = new Queue<string>();
  const getting = createTask(queue.get());
  yield* passes();
  queue.putNowait("item");
  queue.shutdown();
  expect(yield* getting).toBe("item");
});

test("rule 30: a getter woken before shutdown(true) throws a QueueShutDown", function* () {
  const queue = new Queue<string>();
  const getting = createTask(queue.get());
  yield* passes();
  queue.putNowait("item");
  queue.shutdown(true);
  expect(yield* thrown(getting)).toBeInstanceOf(QueueShutDown);
  yield* queue.join();
});

test("rule 30: a putter woken before shutdown() throws a QueueShutDown and puts nothing", function* () {
  const queue = new Queue<string>(1);
  queue.putNowait("item");
  const putting = createTask(queue.put("more"));
  yield* passes();
  queue.getNowait();
  queue.shutdown();
  expect(yield* thrown(putting)).toBeInstanceOf(QueueShutDown);
  expect(queue.qsize()).toBe(0);
});

test("rule 30: shutdown(true) may follow shutdown(), and both may be called twice", function* () {
  const queue = new Queue<string>();
  queue.putNowait("item");
  queue.shutdown();
  queue.shutdown();
  expect(queue.qsize()).toBe(1);
  queue.shutdown(true);
  queue.shutdown(true);
  queue.shutdown();
  yield* expectEnded(queue);
  yield* queue.join();
});
