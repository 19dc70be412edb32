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
  run,
  setEventLoop,
  shield,
  sleep,
} from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { describe, expect, test } from "vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

const future = <T>(): Future<T> => getRunningLoop().createFuture<T>();

function* after<T>(ms: number, value: T): Coroutine<T> {
  yield* sleep(ms);
  return value;
}

function* failing(ms: number, error: unknown): Coroutine<never> {
  yield* sleep(ms);
  throw error;
}

/** Answers its cancellation with a result. */
function* stubborn<T>(result: T): Coroutine<T> {
  try {
    yield* sleep(1000);
  } catch {}
  return result;
}

describe("results", () => {
  // CPython: test_tasks.GatherTestsBase.test_success
  // CPython: test_tasks.CoroutineGatherTests.test_constructor_use_running_loop
  test("come in the order of the awaitables, whichever ends first", () => {
    virtually(function* () {
      expect(yield* gather(after(20, "a"), after(10, "b"), after(30, "c"))).toEqual(["a", "b", "c"]);
      expect(getRunningLoop().time()).toBe(30);
    });
  });

  // CPython: test_tasks.GatherTestsBase.test_success
  test("are there only once the last child is done", () => {
    virtually(function* () {
      const [a, b] = [future<number>(), future<number>()];
      const both = gather(a, b);
      b.setResult(2);
      yield* sleep(10);
      expect(both.done()).toBe(false);
      a.setResult(1);
      yield* sleep(10);
      expect(both.result()).toEqual([1, 2]);
    });
  });

  test("children that are done already count at once, and nothing is waited for", () => {
    virtually(function* () {
      const a = future<number>();
      a.setResult(1);
      expect(gather(a, a).result()).toEqual([1, 1]);
    });
  });

  test("eager children that finish at once leave nothing to wait for", () => {
    virtually(
      function* () {
        function* one() {
          return 1;
        }
        expect(gather(one(), one()).result()).toEqual([1, 1]);
      },
      (loop) => loop.setTaskFactory(eagerTaskFactory),
    );
  });

  test("of promises come too, on a loop that lets the host in", async () => {
    const loop = new HostVirtualLoop();
    const both = run(
      function* () {
        return yield* gather(Promise.resolve(1), after(5, 2));
      },
      { loop },
    );
    await expect(both).resolves.toEqual([1, 2]);
  });
});

describe("rule 18: identical awaitables", () => {
  // CPython: test_tasks.CoroutineGatherTests.test_duplicate_coroutines
  test("rule 18: a coroutine, a function or a future given twice is awaited once", () => {
    virtually(function* () {
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
  });

  // CPython: test_tasks.CoroutineGatherTests.test_duplicate_coroutines
  test("rule 18: and counts as one child", () => {
    virtually(function* () {
      const [a, b] = [future<number>(), future<number>()];
      const all = gather(a, a, b);
      a.setResult(1);
      yield* sleep(0);
      expect(all.done()).toBe(false);
      b.setResult(2);
      expect(yield* all).toEqual([1, 1, 2]);
    });
  });
});

describe("rule 18: nothing to gather", () => {
  // CPython: test_tasks.FutureGatherTests.test_constructor_empty_sequence_use_running_loop
  test("rule 18: an empty gather is a done future of the running loop", () => {
    virtually(function* () {
      for (const none of [gather(), gatherSettled()]) {
        expect(none.getLoop()).toBe(getRunningLoop());
        expect(none.result()).toEqual([]);
      }
    });
  });

  // CPython: test_tasks.FutureGatherTests.test_constructor_empty_sequence_use_global_loop
  test("outside a step an empty gather belongs to the loop that was set", () => {
    const loop = new VirtualLoop();
    setEventLoop(loop);
    try {
      const none = gather();
      expect(none.getLoop()).toBe(loop);
      expect(none.result()).toEqual([]);
    } finally {
      setEventLoop(null);
    }
  });
});

describe("rule 18: a failure", () => {
  // CPython: test_tasks.GatherTestsBase.test_one_exception
  test("rule 18: the first one is the gathering's, and the siblings run on", () => {
    virtually(function* () {
      const error = new RangeError("first");
      const slow = createTask(after(50, "slow"));
      expect(yield* thrown(gather(slow, failing(10, error)))).toBe(error);
      expect(getRunningLoop().time()).toBe(10);
      expect(yield* slow).toBe("slow");
    });
  });

  // CPython: test_tasks.CoroutineGatherTests.test_exception_marking
  test("rule 18: later failures count as retrieved", () => {
    // `virtually` fails when one is reported.
    virtually(function* () {
      const first = new Error("first");
      expect(yield* thrown(gather(failing(10, first), failing(20, new Error("later"))))).toBe(first);
      yield* sleep(20);
    });
  });

  test("a failed gathering refuses to be cancelled, and cancels nobody", () => {
    virtually(function* () {
      const slow = createTask(after(50, "slow"));
      const both = gather(slow, failing(10, new Error("failed")));
      yield* thrown(both);
      expect(both.cancel()).toBe(false);
      expect(yield* slow).toBe("slow");
    });
  });

  // CPython: test_tasks.CoroutineGatherTests.test_issue46672
  test("an awaitable that is none is refused, and those before it are not reported", () => {
    virtually(function* () {
      expect(() => gather(failing(0, new Error("unheard")), {} as never)).toThrow(TypeError);
      yield* sleep(10);
    });
  });
});

describe("rule 18: a child that ends cancelled", () => {
  // CPython: test_tasks.FutureGatherTests.test_one_cancellation
  test("rule 18: its CancelledError becomes the gathering's exception; cancelled() stays false", () => {
    virtually(function* () {
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
  });

  test("rule 18: the awaiter gets the very error that the task threw", () => {
    virtually(function* () {
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
  });

  test("rule 18: gather ends with the first one that ends cancelled, gatherSettled after all", () => {
    virtually(function* () {
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
});

describe("rule 18: cancelling it", () => {
  test("rule 18: cancels every child that is not done, with the message", () => {
    virtually(function* () {
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
  });

  // CPython: test_tasks.CoroutineGatherTests.test_cancellation_broadcast
  test("rule 18: cancelling the task that awaits it does the same", () => {
    virtually(function* () {
      const shared = future<void>();
      let beyond = false;
      function* waits(): Coroutine<void> {
        yield* shared;
        beyond = true;
      }
      const [one, two] = [createTask(waits), createTask(waits)];
      const outer = createTask(function* () {
        yield* gather(one, two);
        beyond = true;
      });
      yield* sleep(10);
      expect(outer.cancel()).toBe(true);
      expect(yield* thrown(outer)).toBeInstanceOf(CancelledError);
      expect([shared, one, two, outer].map((each) => each.cancelled())).toEqual([true, true, true, true]);
      yield* sleep(10);
      expect(beyond).toBe(false);
    });
  });

  // CPython: test_tasks.test_cancel_gather_1
  test("is refused once all children are done, though it does not know yet", () => {
    virtually(function* () {
      const inner = future<number>();
      const all = gather(inner);
      let accepted: boolean | null = null;
      inner.addDoneCallback(() => (accepted = all.cancel()));
      inner.setResult(42);
      expect(all.cancel()).toBe(false);
      expect(yield* all).toEqual([42]);
      expect(accepted).toBe(false);
    });
  });

  test("ends it with CancelledError though every child swallows the cancellation", () => {
    virtually(function* () {
      for (const all of [gather(stubborn(1), stubborn(2)), gatherSettled(stubborn(1), stubborn(2))]) {
        yield* sleep(10);
        expect(all.cancel("enough")).toBe(true);
        expect(yield* thrown(all)).toBeInstanceOf(CancelledError);
      }
    });
  });

  test("after that, the error has the message that the last child was asked with in vain", () => {
    virtually(function* () {
      function* ready(): Coroutine<number> {
        try {
          yield* sleep(0);
        } catch {}
        return 1;
      }
      // A child that waits for a future hands the request on; one that is ready keeps it.
      const parked = gatherSettled(ready(), stubborn(2));
      yield* sleep(0);
      parked.cancel("enough");
      expect(yield* thrown(parked)).toMatchObject({ message: "" });
      const kept = gatherSettled(stubborn(2), ready());
      yield* sleep(0);
      kept.cancel("enough");
      expect(yield* thrown(kept)).toMatchObject({ message: "enough" });
    });
  });

  // CPython: test_tasks.test_cancel_gather_2
  test("message: the caller of gatherSettled gets the one that its task was cancelled with", () => {
    virtually(function* () {
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
});

describe("gatherSettled", () => {
  // CPython: test_tasks.GatherTestsBase.test_result_exception_success
  // CPython: test_tasks.GatherTestsBase.test_return_exceptions
  // CPython: test_tasks.FutureGatherTests.test_result_exception_one_cancellation
  test("gives each one's outcome, once all are done", () => {
    virtually(function* () {
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
  });

  test("the reason of a task that ended cancelled is a new CancelledError without its message", () => {
    virtually(function* () {
      const child = createTask(sleep(1000));
      const all = gatherSettled(child);
      yield* sleep(10);
      child.cancel("mine");
      const [outcome] = yield* all;
      expect(outcome).toMatchObject({ status: "rejected", reason: { message: "" } });
      // The first who asks the task itself gets its own.
      expect(yield* thrown(child)).toMatchObject({ message: "mine" });
    });
  });
});

describe("loops", () => {
  // CPython: test_tasks.FutureGatherTests.test_constructor_homogenous_futures
  test("outside a step the first future's loop is taken", () => {
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
  test("outside a step coroutines run on the loop that was set", () => {
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
  test("futures of different loops are refused", () => {
    const [one, other] = [new VirtualLoop(), new VirtualLoop()];
    expect(() => gather(one.createFuture(), other.createFuture())).toThrow("different loop");
  });
});

describe("with shield", () => {
  // CPython: test_tasks.test_shield_gather
  test("a shielded gathering outlives the one who gave it up", () => {
    virtually(function* () {
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
  });

  // CPython: test_tasks.test_gather_shield
  test("cancelling a gathering of shields cancels the shields, not what is behind them", () => {
    virtually(function* () {
      const [a, b] = [future<number>(), future<number>()];
      const [left, right] = [shield(a), shield(b)];
      const all = gather(left, right);
      all.cancel();
      yield* sleep(0);
      expect(all.exception()).toBeInstanceOf(CancelledError);
      expect([left, right, a, b].map((each) => each.cancelled())).toEqual([true, true, false, false]);
    });
  });
});

describe("eager children", () => {
  test("the gathering is told of a child before those who came to wait for it later", () => {
    virtually(
      function* () {
        let told = false;
        const first = future<void>();
        function* second() {
          yield* thrown(first);
          told = all.done();
        }
        const all: Future<unknown> = gather(first, second());
        first.setException(new Error("first"));
        expect(yield* thrown(all)).toMatchObject({ message: "first" });
        expect(told).toBe(true);
      },
      (loop) => loop.setTaskFactory(eagerTaskFactory),
    );
  });

  test("a child that a later one settles as it begins is heard of in the next pass", () => {
    virtually(
      function* () {
        const first = future<number>();
        function* second() {
          first.setResult(1);
          return 2;
        }
        const all = gather(first, second());
        expect(all.done()).toBe(false);
        yield* sleep(0);
        expect(all.result()).toEqual([1, 2]);
      },
      (loop) => loop.setTaskFactory(eagerTaskFactory),
    );
  });
});

test("no child is left behind", () => {
  virtually(function* () {
    const all = gather(after(10, 1), failing(5, new Error("failed")), sleep(20));
    yield* thrown(all);
    yield* sleep(100);
    expect(allTasks().size).toBe(1);
  });
});
