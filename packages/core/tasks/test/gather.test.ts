import {
  allTasks,
  CancelledError,
  type Coroutine,
  createTask,
  eagerTaskFactory,
  type Future,
  gather,
  gatherSettled,
  getRunningLoop,
  setEventLoop,
  shield,
  sleep,
} from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { future } from "./running-loop.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

function* after<T>(ms: number, value: T): Coroutine<T> {
  yield* sleep(ms);
  return value;
}

function* failing(ms: number, error: unknown): Coroutine<never> {
  yield* sleep(ms);
  throw error;
}

/** Swallows its cancellation and returns a result. */
function* stubborn<T>(result: T): Coroutine<T> {
  try {
    yield* sleep(1000);
  } catch {}
  return result;
}

describe("results of gather()", () => {
  // CPython: test_tasks.GatherTestsBase.test_success
  // CPython: test_tasks.CoroutineGatherTests.test_constructor_use_running_loop
  test("gather() returns the results in the order of its arguments, not of completion", function* () {
    expect(yield* gather(after(20, "a"), after(10, "b"), after(30, "c"))).toEqual(["a", "b", "c"]);
    expect(getRunningLoop().time()).toBe(30);
  });

  // CPython: test_tasks.GatherTestsBase.test_success
  test("gather() stays pending until the last child is done", function* () {
    const [a, b] = [future<number>(), future<number>()];
    const both = gather(a, b);
    b.setResult(2);
    yield* sleep(10);
    expect(both.done()).toBe(false);
    a.setResult(1);
    yield* sleep(10);
    expect(both.result()).toEqual([1, 2]);
  });

  test("gather() of done futures is done immediately", function* () {
    const a = future<number>();
    a.setResult(1);
    expect(gather(a, a).result()).toEqual([1, 1]);
  });

  test("gather() of eager children that finish in their first step is done immediately", function* () {
    getRunningLoop().setTaskFactory(eagerTaskFactory);

    function* one() {
      return 1;
    }
    expect(gather(one(), one()).result()).toEqual([1, 1]);
  });

  test("gather() accepts promises on a host loop", { host: true }, function* () {
    expect(yield* gather(Promise.resolve(1), after(5, 2))).toEqual([1, 2]);
  });
});

describe("rule 18: identical awaitables", () => {
  // CPython: test_tasks.CoroutineGatherTests.test_duplicate_coroutines
  test("rule 18: gather() awaits a coroutine, coroutine function or future once, even if it is given several times", function* () {
    let runs = 0;
    function* counted() {
      return ++runs;
    }
    const coro = counted();
    const shared = future<string>();
    const all = gather(coro, counted, coro, shared, counted, shared);
    shared.setResult("shared");
    expect(yield* all).toEqual([1, 2, 1, "shared", 2, "shared"]);
  });

  // CPython: test_tasks.CoroutineGatherTests.test_duplicate_coroutines
  test("rule 18: gather() counts an awaitable that is given twice as one child", function* () {
    const [a, b] = [future<number>(), future<number>()];
    const all = gather(a, a, b);
    a.setResult(1);
    yield* sleep(0);
    expect(all.done()).toBe(false);
    b.setResult(2);
    expect(yield* all).toEqual([1, 1, 2]);
  });
});

describe("rule 18: no awaitables", () => {
  // CPython: test_tasks.FutureGatherTests.test_constructor_empty_sequence_use_running_loop
  test("rule 18: gather() and gatherSettled() without arguments return a done future of the running loop", function* () {
    for (const empty of [gather(), gatherSettled()]) {
      expect(empty.getLoop()).toBe(getRunningLoop());
      expect(empty.result()).toEqual([]);
    }
  });

  // CPython: test_tasks.FutureGatherTests.test_constructor_empty_sequence_use_global_loop
  plain("gather() without arguments outside a step returns a done future of the loop that was set", () => {
    const loop = new VirtualLoop();
    setEventLoop(loop);
    try {
      const empty = gather();
      expect(empty.getLoop()).toBe(loop);
      expect(empty.result()).toEqual([]);
    } finally {
      setEventLoop(null);
    }
  });
});

describe("rule 18: a failing child", () => {
  // CPython: test_tasks.GatherTestsBase.test_one_exception
  test("rule 18: gather() throws the first error of a child immediately, and the siblings run on", function* () {
    const error = new RangeError("first");
    const slow = createTask(after(50, "slow"));
    expect(yield* thrown(gather(slow, failing(10, error)))).toBe(error);
    expect(getRunningLoop().time()).toBe(10);
    expect(yield* slow).toBe("slow");
  });

  // CPython: test_tasks.CoroutineGatherTests.test_exception_marking
  test("rule 18: gather() marks later errors of its children as retrieved", function* () {
    // The test fails when an error is reported.
    const first = new Error("first");
    expect(yield* thrown(gather(failing(10, first), failing(20, new Error("later"))))).toBe(first);
    yield* sleep(20);
  });

  test("cancel() on a failed gather() returns false and cancels no child", function* () {
    const slow = createTask(after(50, "slow"));
    const both = gather(slow, failing(10, new Error("failed")));
    yield* thrown(both);
    expect(both.cancel()).toBe(false);
    expect(yield* slow).toBe("slow");
  });

  // CPython: test_tasks.CoroutineGatherTests.test_issue46672
  test("gather() throws TypeError for an argument that is not awaitable, and errors of the children before it are not reported", function* () {
    expect(() => gather(failing(0, new Error("not reported")), {} as never)).toThrow(TypeError);
    yield* sleep(10);
  });
});

describe("rule 18: a cancelled child", () => {
  // CPython: test_tasks.FutureGatherTests.test_one_cancellation
  test("rule 18: a cancelled child makes its CancelledError the exception of gather(), whose cancelled() stays false", function* () {
    const [a, b, c] = [future<number>(), future<number>(), future<number>()];
    const all = gather(a, b, c);
    a.setResult(1);
    b.cancel("enough");
    yield* sleep(0);
    expect(all.done()).toBe(true);
    expect(all.cancelled()).toBe(false);
    expect(all.exception()).toBeInstanceOf(CancelledError);
    expect(all.exception()).toMatchObject({ message: "enough" });
    expect(c.done()).toBe(false);
  });

  test("rule 18: gather() throws the same CancelledError object that the child task threw", function* () {
    let own: unknown;
    const child = createTask(function* () {
      own = yield* thrown(sleep(1000));
      throw own;
    });
    const all = gather(child);
    yield* sleep(10);
    child.cancel("very");
    expect(yield* thrown(all)).toBe(own);
  });

  test("rule 18: a cancelled gather() ends with the first cancelled child, a cancelled gatherSettled() with the last", function* () {
    function* leaving(ms: number) {
      try {
        yield* sleep(1000);
      } finally {
        yield* sleep(ms);
      }
    }
    const loop = getRunningLoop();
    const first = gather(leaving(10), leaving(30));
    yield* sleep(5);
    first.cancel();
    yield* thrown(first);
    expect(loop.time()).toBe(15);

    const all = gatherSettled(leaving(10), leaving(30));
    yield* sleep(95);
    all.cancel();
    yield* thrown(all);
    expect(loop.time()).toBe(140);
  });
});

describe("rule 18: cancellation of gather()", () => {
  test("rule 18: gather().cancel(message) cancels every pending child with the message", function* () {
    const done = createTask(after(5, "done"));
    const [a, b] = [createTask(sleep(1000)), createTask(sleep(1000))];
    const all = gather(done, a, b);
    yield* sleep(10);
    expect(all.cancel("enough")).toBe(true);
    expect(all.done()).toBe(false);
    expect(yield* thrown(all)).toMatchObject({ message: "enough" });
    expect([done, a, b].map((task) => task.cancelled())).toEqual([false, true, true]);
    expect(all.cancelled()).toBe(false);
    expect(all.cancel()).toBe(false);
  });

  // CPython: test_tasks.CoroutineGatherTests.test_cancellation_broadcast
  test("rule 18: cancelling the task that awaits gather() cancels every pending child", function* () {
    const shared = future<void>();
    let resumed = false;
    function* waits(): Coroutine<void> {
      yield* shared;
      resumed = true;
    }
    const [one, two] = [createTask(waits), createTask(waits)];
    const outer = createTask(function* () {
      yield* gather(one, two);
      resumed = true;
    });
    yield* sleep(10);
    expect(outer.cancel()).toBe(true);
    expect(yield* thrown(outer)).toBeInstanceOf(CancelledError);
    expect([shared, one, two, outer].map((each) => each.cancelled())).toEqual([true, true, true, true]);
    yield* sleep(10);
    expect(resumed).toBe(false);
  });

  // CPython: test_tasks.test_cancel_gather_1
  test("gather().cancel() returns false once all children are done, even before their callbacks have run", function* () {
    const inner = future<number>();
    const all = gather(inner);
    let accepted: boolean | null = null;
    inner.addDoneCallback(() => (accepted = all.cancel()));
    inner.setResult(42);
    expect(all.cancel()).toBe(false);
    expect(yield* all).toEqual([42]);
    expect(accepted).toBe(false);
  });

  test("a cancelled gather() or gatherSettled() throws CancelledError even if every child swallows the cancellation", function* () {
    for (const all of [gather(stubborn(1), stubborn(2)), gatherSettled(stubborn(1), stubborn(2))]) {
      yield* sleep(10);
      expect(all.cancel("enough")).toBe(true);
      expect(yield* thrown(all)).toBeInstanceOf(CancelledError);
    }
  });

  test("a cancelled gatherSettled() whose children swallow the cancellation throws with the message stored in the last child", function* () {
    function* ready(): Coroutine<number> {
      try {
        yield* sleep(0);
      } catch {}
      return 1;
    }
    // A parked child passes the request on to its future. A runnable child stores it with the message.
    const parked = gatherSettled(ready(), stubborn(2));
    yield* sleep(0);
    parked.cancel("enough");
    expect(yield* thrown(parked)).toMatchObject({ message: "" });
    const kept = gatherSettled(stubborn(2), ready());
    yield* sleep(0);
    kept.cancel("enough");
    expect(yield* thrown(kept)).toMatchObject({ message: "enough" });
  });

  // CPython: test_tasks.test_cancel_gather_2
  test("cancelling the task that awaits gatherSettled() throws CancelledError with the message of task.cancel()", function* () {
    for (const message of [undefined, "", "my message"]) {
      const task = createTask(function* () {
        for (let i = 0; i < 10; i++) yield* gatherSettled(sleep(50));
      });
      yield* sleep(220);
      task.cancel(message);
      const error = yield* thrown(task);
      expect(error).toBeInstanceOf(CancelledError);
      expect(error.message).toBe(message ?? "");
    }
  });
});

describe("gatherSettled", () => {
  // CPython: test_tasks.GatherTestsBase.test_result_exception_success
  // CPython: test_tasks.GatherTestsBase.test_return_exceptions
  // CPython: test_tasks.FutureGatherTests.test_result_exception_one_cancellation
  test("gatherSettled() returns the outcome of each awaitable once all are done", function* () {
    const [bad, worse] = [new RangeError("bad"), new TypeError("worse")];
    const cancelled = future<number>();
    const all = gatherSettled(after(30, 1), failing(10, bad), cancelled, failing(20, worse));
    cancelled.cancel("gone");
    expect(yield* all).toEqual([
      { status: "fulfilled", value: 1 },
      { status: "rejected", reason: bad },
      { status: "rejected", reason: expect.any(CancelledError) },
      { status: "rejected", reason: worse },
    ]);
    expect(all.result()[2]).toMatchObject({ reason: { message: "gone" } });
    expect(getRunningLoop().time()).toBe(30);
  });

  test("gatherSettled() returns a new CancelledError without the message as the reason of a cancelled task", function* () {
    const child = createTask(sleep(1000));
    const all = gatherSettled(child);
    yield* sleep(10);
    child.cancel("mine");
    const [outcome] = yield* all;
    expect(outcome).toMatchObject({ status: "rejected", reason: { message: "" } });
    // Awaiting the task itself still throws its own error.
    expect(yield* thrown(child)).toMatchObject({ message: "mine" });
  });
});

describe("loops", () => {
  // CPython: test_tasks.FutureGatherTests.test_constructor_homogenous_futures
  plain("gather() outside a step uses the loop of the first future", () => {
    const [one, other] = [new VirtualLoop(), new VirtualLoop()];
    setEventLoop(one);
    try {
      const child = other.createFuture<number>();
      expect(gather(child, child).getLoop()).toBe(other);
    } finally {
      setEventLoop(null);
    }
  });

  // CPython: test_tasks.CoroutineGatherTests.test_constructor_use_global_loop
  plain("gather() of coroutines outside a step runs them on the loop that was set", () => {
    const loop = new VirtualLoop();
    setEventLoop(loop);
    try {
      const all = gather(after(5, "a"), after(5, "b"));
      expect(all.getLoop()).toBe(loop);
      expect(loop.runUntilComplete(all)).toEqual(["a", "b"]);
    } finally {
      setEventLoop(null);
      loop.close();
    }
  });

  // CPython: test_tasks.FutureGatherTests.test_constructor_heterogenous_futures
  plain("gather() throws for futures of different loops", () => {
    const [one, other] = [new VirtualLoop(), new VirtualLoop()];
    expect(() => gather(one.createFuture(), other.createFuture())).toThrow("a future of the given loop was expected");
  });
});

describe("gather() and shield()", () => {
  // CPython: test_tasks.test_shield_gather
  test("gather() behind a cancelled shield() continues and returns its results", function* () {
    const [a, b] = [future<number>(), future<number>()];
    const inner = gather(a, b);
    const outer = shield(inner);
    yield* sleep(0);
    outer.cancel();
    yield* sleep(0);
    expect(outer.cancelled()).toBe(true);
    a.setResult(1);
    b.setResult(2);
    yield* sleep(0);
    expect(inner.result()).toEqual([1, 2]);
  });

  // CPython: test_tasks.test_gather_shield
  test("gather().cancel() on shields cancels the shields, not the shielded futures", function* () {
    const [a, b] = [future<number>(), future<number>()];
    const [left, right] = [shield(a), shield(b)];
    const all = gather(left, right);
    all.cancel();
    yield* sleep(0);
    expect(all.exception()).toBeInstanceOf(CancelledError);
    expect([left, right, a, b].map((each) => each.cancelled())).toEqual([true, true, false, false]);
  });
});

describe("eager children", () => {
  test("gather() of a failed future is done before a later eager child that awaits the same future resumes", function* () {
    getRunningLoop().setTaskFactory(eagerTaskFactory);

    let gatherDone = false;
    const first = future<void>();
    function* second() {
      yield* thrown(first);
      gatherDone = all.done();
    }
    const all: Future<unknown> = gather(first, second());
    first.setException(new Error("first"));
    expect(yield* thrown(all)).toMatchObject({ message: "first" });
    expect(gatherDone).toBe(true);
  });

  test("gather() counts a future that a later eager child sets in its first step one pass later", function* () {
    getRunningLoop().setTaskFactory(eagerTaskFactory);

    const first = future<number>();
    function* second() {
      first.setResult(1);
      return 2;
    }
    const all = gather(first, second());
    expect(all.done()).toBe(false);
    yield* sleep(0);
    expect(all.result()).toEqual([1, 2]);
  });
});

test("gather() that failed leaves no pending task behind", function* () {
  const all = gather(after(10, 1), failing(5, new Error("failed")), sleep(20));
  yield* thrown(all);
  yield* sleep(100);
  expect(allTasks().size).toBe(1);
});
