import { Barrier, BoundedSemaphore, Condition, Event, LifoQueue, Lock, PriorityQueue, Queue, Semaphore } from "@asyncio-ts/sync";
import { type Coroutine, createTask, type Task } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { describe, expect } from "vitest";
import { passes } from "./passes.ts";

/** A resource that is not available at first. Each release lets one task acquire it. */
interface Resource {
  acquire(): Coroutine<unknown>;
  /** Releases it once, in the current step. */
  release(): Coroutine<void>;
}

function* lockResource(): Coroutine<Resource> {
  const lock = new Lock();
  yield* lock.acquire();
  return {
    acquire: () => lock.acquire(),
    *release() {
      lock.release();
    },
  };
}

function* semaphoreResource(semaphore: Semaphore): Coroutine<Resource> {
  while (!semaphore.locked()) yield* semaphore.acquire();
  return {
    acquire: () => semaphore.acquire(),
    *release() {
      semaphore.release();
    },
  };
}

function* conditionResource(): Coroutine<Resource> {
  const condition = new Condition();
  let available = 0;
  return {
    acquire: () =>
      condition.use(function* () {
        yield* condition.waitFor(() => available > 0);
        available--;
      }),
    release: () =>
      condition.use(function* () {
        available++;
        condition.notify();
      }),
  };
}

function* getResource(queue: Queue<number>): Coroutine<Resource> {
  return {
    acquire: () => queue.get(),
    *release() {
      queue.putNowait(1);
    },
  };
}

function* putResource(queue: Queue<number>): Coroutine<Resource> {
  while (!queue.full()) queue.putNowait(1);
  return {
    acquire: () => queue.put(1),
    *release() {
      queue.getNowait();
    },
  };
}

describe.each([
  { what: "Lock", make: lockResource },
  { what: "Semaphore", make: () => semaphoreResource(new Semaphore(2)) },
  { what: "BoundedSemaphore", make: () => semaphoreResource(new BoundedSemaphore(3)) },
  // A cancelled wait of a condition causes a spurious wake-up. The woken task then waits again, behind the others.
  { what: "Condition", make: conditionResource, movesBack: true },
  { what: "get() of a Queue", make: () => getResource(new Queue()) },
  { what: "get() of a LifoQueue", make: () => getResource(new LifoQueue()) },
  { what: "get() of a PriorityQueue", make: () => getResource(new PriorityQueue()) },
  { what: "put() into a Queue", make: () => putResource(new Queue(2)) },
  { what: "put() into a LifoQueue", make: () => putResource(new LifoQueue(1)) },
  { what: "put() into a PriorityQueue", make: () => putResource(new PriorityQueue(1)) },
])("$what", ({ make, movesBack = false }) => {
  const [next, last] = movesBack ? ["c", "b"] : ["b", "c"];

  /** Starts three tasks that wait. `acquired` lists the names of the tasks that have acquired the resource. */
  function* startThree() {
    const resource = yield* make();
    const acquired: string[] = [];
    const wait = (name: string) =>
      createTask(function* () {
        yield* resource.acquire();
        acquired.push(name);
      });
    const tasks = [wait("a"), wait("b"), wait("c")] as const;
    yield* passes(2);
    expect(acquired).toEqual([]);
    return { resource, acquired, tasks, wait };
  }

  /** Releases the resource once, and waits until a task has acquired it. */
  function* releaseOnce(resource: Resource) {
    yield* resource.release();
    yield* passes(5);
  }

  const isCancelled = (task: Task<unknown>) => task.cancelled();

  test("a waiter cancelled while it waits leaves the resource to the waiters behind it", function* () {
    const { resource, acquired, tasks } = yield* startThree();
    tasks[0].cancel();
    yield* passes(5);
    yield* releaseOnce(resource);
    expect(acquired).toEqual([next]);
    yield* releaseOnce(resource);
    expect(acquired).toEqual([next, last]);
    expect(tasks.map(isCancelled)).toEqual([true, false, false]);
  });

  test("a waiter cancelled between two others leaves the resource to them", function* () {
    const { resource, acquired, tasks } = yield* startThree();
    tasks[1].cancel();
    yield* passes(5);
    yield* releaseOnce(resource);
    yield* releaseOnce(resource);
    expect(acquired).toEqual(movesBack ? ["c", "a"] : ["a", "c"]);
    expect(tasks.map(isCancelled)).toEqual([false, true, false]);
  });

  test("a waiter cancelled right before a release leaves the resource to the waiters behind it", function* () {
    const { resource, acquired, tasks } = yield* startThree();
    tasks[0].cancel();
    yield* releaseOnce(resource);
    expect(acquired).toEqual(["b"]);
    yield* releaseOnce(resource);
    expect(acquired).toEqual(["b", "c"]);
    expect(tasks.map(isCancelled)).toEqual([true, false, false]);
  });

  test("a waiter cancelled after its wake-up, before its step, passes the wake-up on", function* () {
    const { resource, acquired, tasks } = yield* startThree();
    yield* resource.release();
    tasks[0].cancel();
    yield* passes(5);
    expect(acquired).toEqual(["b"]);
    yield* releaseOnce(resource);
    expect(acquired).toEqual(["b", "c"]);
    expect(tasks.map(isCancelled)).toEqual([true, false, false]);
  });

  test("a woken waiter and the one behind it, both cancelled, pass the wake-up to the third", function* () {
    const { resource, acquired, tasks } = yield* startThree();
    yield* resource.release();
    tasks[0].cancel();
    tasks[1].cancel();
    yield* passes(5);
    expect(acquired).toEqual(["c"]);
    expect(tasks.map(isCancelled)).toEqual([true, true, false]);
  });

  test("a waiter cancelled after it has acquired the resource keeps it", function* () {
    const { resource, acquired, tasks } = yield* startThree();
    yield* releaseOnce(resource);
    expect(tasks[0].cancel()).toBe(false);
    yield* passes(5);
    expect(acquired).toEqual(["a"]);
    yield* releaseOnce(resource);
    expect(acquired).toEqual(["a", "b"]);
    expect(tasks.map(isCancelled)).toEqual([false, false, false]);
    yield* cancelOthers();
  });

  test("a newcomer acquires the resource if all waiters are cancelled after the release", function* () {
    const { resource, acquired, tasks, wait } = yield* startThree();
    yield* resource.release();
    for (const task of tasks) task.cancel();
    wait("newcomer");
    yield* passes(5);
    expect(acquired).toEqual(["newcomer"]);
    expect(tasks.map(isCancelled)).toEqual([true, true, true]);
  });
});

describe("Event", () => {
  test.each([
    { when: "while it waits", set: 0 },
    { when: "after its wake-up, before its step", set: 1 },
    { when: "after it has run", set: 2 },
  ])("a task cancelled $when does not block the others", function* ({ set }) {
    const event = new Event();
    const tasks = [0, 1, 2].map(() => createTask(event.wait()));
    yield* passes();
    if (set > 0) event.set();
    if (set > 1) yield* passes(2);
    expect(tasks[1]!.cancel()).toBe(set < 2);
    yield* passes(2);
    event.set();
    yield* passes(2);
    expect(tasks.map((task) => task.cancelled())).toEqual([false, set < 2, false]);
    expect(String(event)).toBe("<Event [set]>");
  });
});

describe("Barrier", () => {
  test("a task cancelled while it waits is not counted", function* () {
    const barrier = new Barrier(3);
    const [first, second] = [createTask(barrier.wait()), createTask(barrier.wait())];
    yield* passes();
    first.cancel();
    yield* passes(3);
    expect([barrier.nWaiting, first.cancelled(), second.done()]).toEqual([1, true, false]);
    yield* cancelOthers();
  });

  test("a task cancelled after its wake-up, before its step, lets the others go on and leaves the barrier usable", function* () {
    const barrier = new Barrier(3);
    const [first, second] = [createTask(barrier.wait()), createTask(barrier.wait())];
    yield* passes();
    yield* barrier.wait();
    first.cancel();
    yield* passes(3);
    expect([first.cancelled(), second.result()]).toEqual([true, 1]);
    expect(String(barrier)).toBe("<Barrier [filling, waiters:0/3]>");
  });

  test("a task cancelled after it has passed the barrier keeps its index", function* () {
    const barrier = new Barrier(2);
    const first = createTask(barrier.wait());
    yield* passes();
    yield* barrier.wait();
    yield* passes(2);
    expect([first.cancel(), first.result()]).toEqual([false, 0]);
    expect(String(barrier)).toBe("<Barrier [filling, waiters:0/2]>");
  });
});

describe("join()", () => {
  test.each([
    { when: "while it waits", done: 0 },
    { when: "after its wake-up, before its step", done: 1 },
    { when: "after it has run", done: 2 },
  ])("a task cancelled $when does not block the others", function* ({ done }) {
    const queue = new Queue<number>();
    queue.putNowait(1);
    const tasks = [0, 1, 2].map(() => createTask(queue.join()));
    yield* passes();
    if (done > 0) queue.taskDone();
    if (done > 1) yield* passes(2);
    expect(tasks[1]!.cancel()).toBe(done < 2);
    yield* passes(2);
    if (done === 0) queue.taskDone();
    yield* passes(2);
    expect(tasks.map((task) => task.cancelled())).toEqual([false, done < 2, false]);
    expect(tasks.every((task) => task.done())).toBe(true);
  });
});
