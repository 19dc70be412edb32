import { runInNewContext } from "node:vm";
import { hostWorkHeld } from "@asyncio-ts/loop/lowlevel";
import { fromPromise } from "@asyncio-ts/promise";
import {
  CancelledError,
  type Coroutine,
  createTask,
  gather,
  getRunningLoop,
  isFuture,
  run,
  sleep,
  TimeoutError,
  waitFor,
} from "@asyncio-ts/tasks";
import { DeadlockError, HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { afterEach, beforeEach, describe, expect, test as plain } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { deferred } from "./deferred.ts";
import { hostTurn } from "./host-turn.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { UnhandledRejections } from "./unhandled-rejections.ts";

const never = () => new Promise<never>(() => {});

let unhandled: UnhandledRejections;
beforeEach(() => {
  unhandled = new UnhandledRejections();
});
afterEach(async () => {
  await hostTurn();
  const reasons = unhandled.stop();
  if (reasons.length > 0) throw new Error(`unhandled rejections: ${reasons.map(String).join(", ")}`);
});

describe("fromPromise() of a promise", () => {
  test("returns a future of the value", { host: true }, function* () {
    const future = fromPromise(Promise.resolve(42));
    expect(isFuture(future)).toBe(true);
    expect(yield* future).toBe(42);
    expect(yield* fromPromise(sleepFor(1, "later"))).toBe("later");
  });

  test.each([[new Error("bad luck")], ["text"], [0], [null], [undefined], [RangeError]])(
    "throws the rejection reason unchanged: %s",
    { host: true },
    function* (reason) {
      const promise = Promise.reject(reason as Error);
      expect((yield* thrown(fromPromise(promise))) === reason).toBe(true);
      expect((yield* thrown(fromPromise(promise, { settle: true }))) === reason).toBe(true);
      expect((yield* thrown(fromPromise(() => promise))) === reason).toBe(true);
    },
  );

  // A page does not have Node's `vm`.
  test.skipIf(on("Chromium"))(
    "accepts any thenable and calls its then() once, and accepts promises of another vm context",
    { host: true },
    function* () {
      let starts = 0;
      const thenable = {
        then(resolve: (value: any) => void) {
          starts++;
          resolve(Promise.resolve("value"));
        },
      } as PromiseLike<string>;

      expect(yield* fromPromise(thenable)).toBe("value");
      expect(yield* fromPromise(thenable, { settle: true })).toBe("value");
      expect(yield* fromPromise(() => thenable)).toBe("value");
      expect(yield* fromPromise(runInNewContext("Promise.resolve(42)"))).toBe(42);

      expect(starts).toBe(3);
    },
  );

  test("accepts a future, and does not cancel it with the wait", { host: true }, function* () {
    const future = getRunningLoop().createFuture<string>();
    const waits = createTask(function* () {
      yield* fromPromise(future);
    });
    yield* sleep(1);
    waits.cancel();
    yield* thrown(waits);
    expect(future.cancelled()).toBe(false);
    future.setResult("still here");
    expect(yield* fromPromise(future)).toBe("still here");
  });

  test("holds no host work, because a task of the loop may settle the promise", { host: true }, function* () {
    const { promise, resolve } = deferred<string>();
    getRunningLoop().callLater(3_600_000, resolve, "after an hour");
    const future = fromPromise(promise, { settle: true });
    expect(hostWorkHeld(getRunningLoop())).toEqual([]);
    expect(yield* future).toBe("after an hour");
    expect(getRunningLoop().time()).toBe(3_600_000);
  });

  test("ends a cancelled wait at once, and ignores a late rejection", { host: true }, function* () {
    const { promise, reject } = deferred();
    const task = createTask(function* () {
      yield* fromPromise(promise);
    });
    yield* sleep(10);
    task.cancel("enough");
    expect(yield* thrown(task)).toEqual(new CancelledError("enough"));
    expect(getRunningLoop().time()).toBe(10);
    reject(new Error("too late"));
    yield* fromPromise(hostTurn());
  });

  test("ends a cancelled wait only when the promise has settled if `settle` is true", { host: true }, function* () {
    const { promise, resolve } = deferred<string>();
    getRunningLoop().callLater(100, resolve, "value");
    const future = fromPromise(promise, { settle: true });
    expect(future.cancel("first")).toBe(true);
    expect(future.cancel("second")).toBe(true);
    expect(future.done()).toBe(false);
    expect(yield* thrown(future)).toEqual(new CancelledError("first"));
    expect(future.cancelled()).toBe(true);
    expect(future.cancel()).toBe(false);
    expect(getRunningLoop().time()).toBe(100);
  });
});

describe("fromPromise() of a function", () => {
  test("calls the function at once with a signal", { host: true }, function* () {
    const signals: AbortSignal[] = [];
    const future = fromPromise(async (signal) => {
      signals.push(signal);
      return signals.length;
    });
    expect(signals).toEqual([expect.any(AbortSignal)]);
    expect(yield* future).toBe(1);
    expect(signals[0]!.aborted).toBe(false);
    expect(future.cancel()).toBe(false);
    expect(signals[0]!.aborted).toBe(false);
  });

  test("throws an error of the function", { host: true }, function* () {
    const future = fromPromise(() => {
      throw new RangeError("not even begun");
    });
    expect(yield* thrown(future)).toEqual(new RangeError("not even begun"));
  });

  test("throws a TypeError if the function returns no promise", { host: true }, function* () {
    function* coroutineFunction() {}
    expect(yield* thrown(fromPromise(coroutineFunction as never))).toEqual(
      new TypeError("fromPromise: a promise was expected from function* coroutineFunction, got a coroutine, which createTask runs"),
    );

    expect(() => fromPromise(42 as never)).toThrow(
      new TypeError("fromPromise: a promise or a function that returns one was expected, got 42"),
    );
  });

  test("ends a cancelled wait at once, and aborts the signal with the CancelledError as the reason", { host: true }, function* () {
    let signal!: AbortSignal;
    const task = createTask(function* () {
      yield* fromPromise((given) => {
        signal = given;
        return never();
      });
    });
    yield* sleep(0);
    task.cancel("enough");
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toEqual(new CancelledError("enough"));
    expect(yield* thrown(task)).toEqual(new CancelledError("enough"));
  });

  plain("aborts the signal at a time limit", async () => {
    let signal!: AbortSignal;
    await run(function* () {
      const slow = fromPromise((given) => {
        signal = given;
        return never();
      });
      expect(yield* thrown(waitFor(slow, 5))).toBeInstanceOf(TimeoutError);
    });
    expect(signal.aborted).toBe(true);
  });

  test("ignores a rejection after the abort", { host: true }, function* () {
    const future = fromPromise(async (signal) => {
      await aborted(signal);
      throw new Error("too late");
    });
    future.cancel();
    yield* thrown(future);
    yield* sleep(1);
  });

  describe("with `settle`, after a cancellation,", () => {
    function* errorAfterCancel(work: (signal: AbortSignal) => Promise<unknown>): Coroutine<unknown> {
      const log: string[] = [];
      const task = createTask(function* () {
        yield* fromPromise(
          async (signal) => {
            try {
              return await work(signal);
            } finally {
              await hostTurn();
              log.push("cleaned up");
            }
          },
          { settle: true },
        );
      });
      yield* sleep(0);
      task.cancel("enough");
      task.cancel("really");
      const error = yield* thrown(task);
      expect(log).toEqual(["cleaned up"]);
      return error;
    }

    test("is cancelled if the promise rejects with the abort reason", { host: true }, function* () {
      expect(yield* errorAfterCancel((signal) => aborted(signal))).toEqual(new CancelledError("enough"));
    });

    test("is cancelled if the promise rejects with an AbortError of its own", { host: true }, function* () {
      const abortError = async (signal: AbortSignal) => aborted(signal).catch(() => AbortSignal.abort().throwIfAborted());
      expect(yield* errorAfterCancel(abortError)).toEqual(new CancelledError("enough"));
    });

    test("is cancelled even if the promise fulfils", { host: true }, function* () {
      expect(yield* errorAfterCancel(async (signal) => aborted(signal).catch(() => "survived"))).toEqual(new CancelledError("enough"));
    });

    test("throws an error of the function's clean-up", { host: true }, function* () {
      const failing = async (signal: AbortSignal) =>
        aborted(signal).catch(() => {
          throw new RangeError("no clean-up");
        });
      expect(yield* errorAfterCancel(failing)).toEqual(new RangeError("no clean-up"));
    });
  });
});

describe("the host work of fromPromise()", () => {
  test("is held under the name of the function until its promise has settled", { host: true }, function* () {
    const loop = getRunningLoop();
    const { promise, resolve, reject } = deferred<string>();
    const future = fromPromise(function fetchUser() {
      return promise;
    });
    expect(hostWorkHeld(loop)).toEqual(["fromPromise(function fetchUser)"]);
    resolve("value");
    yield* future;
    expect(hostWorkHeld(loop)).toEqual([]);
    reject(new Error("ignored"));
    const failing = fromPromise(() => Promise.reject(new Error("bad luck")));
    expect(hostWorkHeld(loop)).toHaveLength(1);
    yield* thrown(failing);
    expect(hostWorkHeld(loop)).toEqual([]);
  });

  test("is released when the wait is cancelled, or with `settle` when the promise has settled", { host: true }, function* () {
    const loop = getRunningLoop();
    fromPromise(never).cancel();
    expect(hostWorkHeld(loop)).toEqual([]);
    const { promise, resolve } = deferred();
    const settling = fromPromise(() => promise, { settle: true });
    settling.cancel();
    expect(hostWorkHeld(loop)).toHaveLength(1);
    resolve();
    yield* thrown(settling);
  });

  test("is released when the function throws", { host: true }, function* () {
    const future = fromPromise(() => {
      throw new Error("bad luck");
    });
    yield* thrown(future);
    expect(hostWorkHeld(getRunningLoop())).toEqual([]);
  });

  test("stops virtual time, so that real I/O takes none", { host: true }, function* () {
    const sleeping = createTask(sleep(1));
    expect(
      yield* fromPromise(async () =>
        hostTurn()
          .then(hostTurn)
          .then(() => "read"),
      ),
    ).toBe("read");
    expect([getRunningLoop().time(), sleeping.done()]).toEqual([0, false]);
    yield* cancelOthers();
  });

  plain("is named by a DeadlockError if it is held for longer than patience", async () => {
    const loop = new HostVirtualLoop({ patience: 20 });
    const stuck = run(
      function* () {
        yield* fromPromise(function fetchUser() {
          return never();
        });
      },
      { loop },
    );
    const error: unknown = await stuck.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DeadlockError);
    expect((error as Error).message).toContain("fromPromise(function fetchUser)");
  });
});

plain.each([
  ["a promise", () => fromPromise(Promise.resolve())],
  ["a promise with `settle`", () => fromPromise(Promise.resolve(), { settle: true })],
])("fromPromise() of %s throws on a VirtualLoop, naming HostVirtualLoop", (_, wait) => {
  const program = function* () {
    yield* wait();
  };
  expect(() => run(program, { loop: new VirtualLoop() })).toThrow(/A VirtualLoop cannot wait for a Promise.*HostVirtualLoop/);
});

plain("fromPromise() of a function throws on a VirtualLoop without calling it", () => {
  let started = false;
  const program = function* () {
    yield* fromPromise(async () => {
      started = true;
    });
  };
  expect(() => run(program, { loop: new VirtualLoop() })).toThrow("HostVirtualLoop");
  expect(started).toBe(false);
});

test("fromPromise() under gather() passes a signal of its own to each function", { host: true }, function* () {
  const signals: AbortSignal[] = [];
  const work = (signal: AbortSignal) => {
    signals.push(signal);
    return Promise.resolve(signals.length);
  };
  expect(yield* gather(fromPromise(work), fromPromise(work))).toEqual([1, 2]);
  expect(new Set(signals).size).toBe(2);
});

plain("fromPromise() ignores a promise that settles after its loop has closed", async () => {
  const { promise, resolve } = deferred();
  let started!: Promise<unknown>;
  const program = function* () {
    const future = fromPromise(promise, { settle: true });
    started = future.then(
      () => "settled",
      (error: unknown) => String(error),
    );
  };
  await run(program, { loop: new HostVirtualLoop() });
  resolve();
  expect(await started).toContain("Event loop was closed");
});

function sleepFor<T>(ms: number, value: T): Promise<T> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, value);
  });
}

/** Returns a promise that rejects with the signal's reason when it aborts. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}

test("fromPromise() settles each wait of a promise that several functions return, except cancelled ones", { host: true }, function* () {
  const { promise, resolve } = deferred<string>();

  const waits = [1, 2, 3].map(() => fromPromise(() => promise));
  waits[1]!.cancel();
  resolve("value");
  expect([yield* waits[0]!, yield* waits[2]!]).toEqual(["value", "value"]);
  expect(waits[1]!.cancelled()).toBe(true);
  expect(yield* fromPromise(() => promise)).toBe("value");
});

test("fromPromise() calls the then() of a subclass, and takes an error that it throws as a rejection", { host: true }, function* () {
  class Lazy extends Promise<string> {
    override then(...callbacks: any[]): any {
      return Promise.resolve("started").then(...callbacks);
    }
  }
  class Broken extends Promise<string> {
    override then(): never {
      throw new Error("no then");
    }
  }

  expect(yield* fromPromise(() => new Lazy(() => {}))).toBe("started");
  expect((yield* thrown(fromPromise(() => new Broken(() => {})))).message).toBe("no then");
});

plain("fromPromise() throws a TypeError for a coroutine and for invalid options", () => {
  expect(() => fromPromise(sleep(1) as never)).toThrow("got a coroutine, which createTask runs");
  expect(() => fromPromise(never, null as never)).toThrow("fromPromise: an object of options was expected, got null");
  expect(() => fromPromise(never, { settle: 1 as never })).toThrow("fromPromise: a boolean was expected as settle, got 1");
});
