import { BoundedSemaphore, Semaphore } from "@asyncio-ts/sync";
import { CancelledError, createTask, gather, gatherSettled, getRunningLoop, sleep, type Task, taskGroup, waitFor } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

// CPython: test_locks.SemaphoreTests.test_initial_value_zero
// CPython: test_locks.SemaphoreTests.test_release_no_waiters
test("a semaphore has one permit unless it is told", () => {
  virtually(function* () {
    const semaphore = new Semaphore();
    expect(semaphore.locked()).toBe(false);
    yield* semaphore.acquire();
    expect(semaphore.locked()).toBe(true);
    semaphore.release();
    expect(semaphore.locked()).toBe(false);
    expect(new Semaphore(0).locked()).toBe(true);
  });
});

// CPython: test_locks.SemaphoreTests.test_semaphore
test("a semaphore can't be awaited itself", () => {
  virtually(function* () {
    const semaphore = new Semaphore();
    expect(yield* thrown(semaphore as never)).toBeInstanceOf(TypeError);
    expect(semaphore.locked()).toBe(false);
  });
});

// CPython: test_locks.SemaphoreTests.test_acquire
test("as many get in as there are permits, and one more for each release", () => {
  virtually(function* () {
    const semaphore = new Semaphore(3);
    const entered: number[] = [];
    function* enter(name: number) {
      yield* semaphore.acquire();
      entered.push(name);
    }
    yield* semaphore.acquire();
    yield* semaphore.acquire();
    expect(semaphore.locked()).toBe(false);
    for (const name of [1, 2, 3]) createTask(enter(name));
    yield* passes();
    expect(entered).toEqual([1]);
    expect(String(semaphore)).toBe("<Semaphore [locked, waiters:2]>");
    createTask(enter(4));
    semaphore.release();
    semaphore.release();
    yield* passes();
    expect(entered).toEqual([1, 2, 3]);
    expect(String(semaphore)).toBe("<Semaphore [locked, waiters:1]>");
    semaphore.release();
    yield* passes();
    expect(entered).toEqual([1, 2, 3, 4]);
  });
});

test("a semaphore may be released more often than it was acquired", () => {
  virtually(function* () {
    const semaphore = new Semaphore(0);
    semaphore.release();
    semaphore.release();
    expect(String(semaphore)).toBe("<Semaphore [unlocked, value:2]>");
    yield* semaphore.acquire();
    yield* semaphore.acquire();
    expect(semaphore.locked()).toBe(true);
  });
});

test("rule 15: a free permit is taken in no pass", () => {
  virtually(function* () {
    const semaphore = new Semaphore(2);
    let passed = false;
    getRunningLoop().callSoon(() => (passed = true));
    yield* semaphore.acquire();
    yield* semaphore.acquire();
    expect(passed).toBe(false);
  });
});

test("rule 26: the waker takes the permit for the woken", () => {
  virtually(function* () {
    const semaphore = new Semaphore(0);
    const woken = createTask(semaphore.acquire());
    yield* passes();
    semaphore.release();
    expect(semaphore.locked()).toBe(true);
    const newcomer = createTask(semaphore.acquire(), { eagerStart: true });
    yield* passes(2);
    expect([woken.done(), newcomer.done()]).toEqual([true, false]);
  });
});

test("rule 26: one cancelled after its wake-up gives the permit back, to the next who waits", () => {
  virtually(function* () {
    const semaphore = new Semaphore(0);
    const [first, second] = [createTask(semaphore.acquire()), createTask(semaphore.acquire())];
    yield* passes();
    semaphore.release();
    first.cancel();
    yield* waitFor(second, 1);
    expect(first.cancelled()).toBe(true);
    expect(semaphore.locked()).toBe(true);
  });
});

test("rule 26: one cancelled after its wake-up gives the permit back, also when nobody waits", () => {
  virtually(function* () {
    const semaphore = new Semaphore(0);
    const task = createTask(semaphore.acquire());
    yield* passes();
    semaphore.release();
    task.cancel();
    yield* passes();
    expect(String(semaphore)).toBe("<Semaphore [unlocked, value:1]>");
  });
});

test("rule 26: locked() is true while live waiters exist, though permits are free", () => {
  virtually(function* () {
    const semaphore = new Semaphore(0);
    const task = createTask(semaphore.acquire());
    yield* passes();
    semaphore.release();
    semaphore.release();
    expect(semaphore.locked()).toBe(true);
    yield* passes();
    expect(task.done()).toBe(true);
    expect(String(semaphore)).toBe("<Semaphore [unlocked, value:1]>");
  });
});

test("rule 26: locked() is false when all who wait are cancelled and a permit is free", () => {
  virtually(function* () {
    const semaphore = new Semaphore(0);
    const task = createTask(semaphore.acquire());
    yield* passes();
    task.cancel();
    expect(semaphore.locked()).toBe(true);
    semaphore.release();
    expect(semaphore.locked()).toBe(false);
    yield* semaphore.acquire();
    yield* passes();
    expect(String(semaphore)).toBe("<Semaphore [locked]>");
  });
});

// CPython: test_locks.SemaphoreTests.test_acquire_fifo_order_4
test("rule 26: one that gets in wakes those who queued behind it while permits were free", () => {
  virtually(function* () {
    const semaphore = new Semaphore(0);
    const entered: number[] = [];
    let fourth: Task<unknown> | undefined;
    function* first() {
      yield* semaphore.acquire();
      expect(semaphore.locked()).toBe(true);
      fourth = createTask(enter(4));
      entered.push(1);
    }
    function* second() {
      for (let i = 0; i < 3; i++) semaphore.release();
      expect(semaphore.locked()).toBe(true);
      yield* semaphore.acquire();
      entered.push(2);
    }
    function* third() {
      yield* semaphore.acquire();
      entered.push(3);
    }
    function* enter(name: number) {
      entered.push(name);
    }
    const tasks = [first(), second(), third()].map((coroutine) => createTask(coroutine));
    yield* passes();
    expect(String(semaphore)).toBe("<Semaphore [locked, waiters:3]>");
    yield* passes();
    yield* gather(...tasks, fourth!);
    expect(entered).toEqual([1, 2, 3, 4]);
  });
});

// CPython: test_locks.SemaphoreTests.test_acquire_cancel
test("a cancelled waiter leaves nothing behind", () => {
  virtually(function* () {
    const semaphore = new Semaphore();
    yield* semaphore.acquire();
    const task = createTask(semaphore.acquire());
    getRunningLoop().callSoon(() => task.cancel());
    expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
    expect(String(semaphore)).toBe("<Semaphore [locked]>");
  });
});

// CPython: test_locks.SemaphoreTests.test_acquire_cancel_before_awoken
test("a release right after the first two were cancelled goes to the third", () => {
  virtually(function* () {
    const semaphore = new Semaphore(0);
    const tasks = [0, 1, 2, 3].map(() => createTask(semaphore.acquire()));
    yield* passes();
    tasks[0]!.cancel();
    tasks[1]!.cancel();
    semaphore.release();
    yield* passes(2);
    expect(tasks.map((task) => task.done())).toEqual([true, true, true, false]);
    expect(tasks[2]!.cancelled()).toBe(false);
  });
});

// CPython: test_locks.SemaphoreTests.test_acquire_hang
test("a release right after the first was cancelled does not hang the second", () => {
  virtually(function* () {
    const semaphore = new Semaphore(0);
    const [first, second] = [createTask(semaphore.acquire()), createTask(semaphore.acquire())];
    yield* passes();
    first.cancel();
    semaphore.release();
    yield* passes(2);
    expect([semaphore.locked(), second.done()]).toEqual([true, true]);
  });
});

// CPython: test_locks.SemaphoreTests.test_acquire_no_hang
test("a holder that cancels who waits, then releases, leaves the permit free", () => {
  virtually(function* () {
    const semaphore = new Semaphore(1);
    function* hold() {
      using _ = yield* semaphore.acquire();
      yield* passes();
      waiting.cancel();
    }
    const holding = createTask(hold());
    const waiting = createTask(semaphore.acquire());
    const [held, waited] = yield* gatherSettled(holding, waiting);
    expect(held.status).toBe("fulfilled");
    expect((waited as PromiseRejectedResult).reason).toBeInstanceOf(CancelledError);
    yield* waitFor(semaphore.acquire(), 1000);
  });
});

// CPython: test_locks.SemaphoreTests.test_acquire_fifo_order
test("who releases and asks again comes behind those who wait", () => {
  virtually(function* () {
    const semaphore = new Semaphore(1);
    const order: string[] = [];
    function* twice(name: string) {
      for (const round of [1, 2]) {
        yield* semaphore.acquire();
        order.push(`${name}${round}`);
        yield* sleep(10);
        semaphore.release();
      }
    }
    yield* taskGroup(function* (group) {
      for (const name of ["a", "b", "c"]) group.createTask(twice(name));
    });
    expect(order).toEqual(["a1", "b1", "c1", "a2", "b2", "c2"]);
  });
});

// CPython: test_locks.SemaphoreTests.test_acquire_fifo_order_2
test("who releases and asks again at once comes behind those who wait, though more permits come", () => {
  virtually(function* () {
    const semaphore = new Semaphore(1);
    const order: number[] = [];
    function* enter(name: number) {
      yield* semaphore.acquire();
      order.push(name);
    }
    function* again() {
      yield* enter(2);
      semaphore.release();
      yield* enter(4);
    }
    const tasks = [enter(1), again(), enter(3)].map((coroutine) => createTask(coroutine));
    yield* passes();
    semaphore.release();
    semaphore.release();
    yield* gather(...tasks);
    expect(order).toEqual([1, 2, 3, 4]);
  });
});

// CPython: test_locks.SemaphoreTests.test_acquire_fifo_order_3
test("two permits after a cancel go to the next two, in the order of asking", () => {
  virtually(function* () {
    const semaphore = new Semaphore(0);
    const order: number[] = [];
    function* enter(name: number) {
      yield* semaphore.acquire();
      order.push(name);
    }
    const tasks = [1, 2, 3].map((name) => createTask(enter(name)));
    yield* passes();
    tasks[0]!.cancel();
    yield* passes();
    semaphore.release();
    semaphore.release();
    yield* gatherSettled(...tasks);
    expect(order).toEqual([2, 3]);
  });
});

test("a coroutine that is closed after its wake-up gives the permit back", () => {
  virtually(function* () {
    const semaphore = new Semaphore(0);
    const closed = semaphore.acquire();
    closed.next();
    const second = createTask(semaphore.acquire());
    yield* passes();
    semaphore.release();
    closed.return(undefined as never);
    yield* waitFor(second, 1);
  });
});

test("a bounded semaphore takes back no more permits than it gave", () => {
  virtually(function* () {
    const semaphore = new BoundedSemaphore(2);
    yield* semaphore.acquire();
    semaphore.release();
    expect(() => semaphore.release()).toThrow(
      new RangeError("BoundedSemaphore released too many times: <BoundedSemaphore [unlocked, value:2]>"),
    );
    yield* semaphore.acquire();
    yield* semaphore.acquire();
    expect(semaphore.locked()).toBe(true);
  });
});

test("a bounded semaphore is a semaphore", () => {
  expect(new BoundedSemaphore()).toBeInstanceOf(Semaphore);
  expect(new Semaphore()).not.toBeInstanceOf(BoundedSemaphore);
});

// CPython: test_locks.SemaphoreTests.test_repr
test("a semaphore's text shows its free permits, and how many wait", () => {
  virtually(function* () {
    const semaphore = new Semaphore();
    expect(String(semaphore)).toBe("<Semaphore [unlocked, value:1]>");
    yield* semaphore.acquire();
    expect(String(semaphore)).toBe("<Semaphore [locked]>");
    createTask(semaphore.acquire());
    createTask(semaphore.acquire());
    yield* passes();
    expect(String(semaphore)).toBe("<Semaphore [locked, waiters:2]>");
  });
});

test("one that queued while permits were free, and is closed, takes none with it", () => {
  virtually(function* () {
    const semaphore = new Semaphore(0);
    const woken = createTask(semaphore.acquire());
    yield* passes();
    semaphore.release();
    semaphore.release();
    const closed = semaphore.acquire();
    closed.next();
    closed.return(undefined as never);
    yield* woken;
    expect(String(semaphore)).toBe("<Semaphore [unlocked, value:1]>");
  });
});
