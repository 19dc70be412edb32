import { runInNewContext } from "node:vm";
import { fromPromise } from "@asyncio-ts/promise";
import { CancelledError, createTask, gather, getRunningLoop, isFuture, run, sleep, TimeoutError, waitFor } from "@asyncio-ts/tasks";
import { DeadlockError, HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deferred } from "./deferred.ts";
import { hostVirtually } from "@asyncio-ts/test-helpers/virtually";
import { hostTurn } from "./host-turn.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { Unhandled } from "./unhandled.ts";

const never = () => new Promise<never>(() => {});

let unhandled: Unhandled;
beforeEach(() => {
  unhandled = new Unhandled();
});
afterEach(async () => {
  await hostTurn();
  const reasons = unhandled.stop();
  if (reasons.length > 0) throw new Error(`unhandled: ${reasons.map(String).join(", ")}`);
});

describe("a promise that is handed in", () => {
  test("gives its value, as a future", async () => {
    await hostVirtually(function* () {
      const future = fromPromise(Promise.resolve(42));
      expect(isFuture(future)).toBe(true);
      expect(yield* future).toBe(42);
      expect(yield* fromPromise(sleepFor(1, "later"))).toBe("later");
    });
  });

  test.each([[new Error("bad luck")], ["text"], [0], [null], [undefined], [RangeError]])("rejects unchanged: %s", async (reason) => {
    await hostVirtually(function* () {
      const promise = Promise.reject(reason as Error);
      expect((yield* thrown(fromPromise(promise))) === reason).toBe(true);
      expect((yield* thrown(fromPromise(promise, { settle: true }))) === reason).toBe(true);
      expect((yield* thrown(fromPromise(() => promise))) === reason).toBe(true);
    });
  });

  test("may be any thenable, and is asked once; one of another runtime is a promise", async () => {
    let starts = 0;
    const thenable = {
      then(resolve: (value: any) => void) {
        starts++;
        resolve(Promise.resolve("value"));
      },
    } as PromiseLike<string>;
    await hostVirtually(function* () {
      expect(yield* fromPromise(thenable)).toBe("value");
      expect(yield* fromPromise(thenable, { settle: true })).toBe("value");
      expect(yield* fromPromise(() => thenable)).toBe("value");
      expect(yield* fromPromise(runInNewContext("Promise.resolve(42)"))).toBe(42);
    });
    expect(starts).toBe(3);
  });

  test("a future of ours is one, and is not cancelled with the wait", async () => {
    await hostVirtually(function* () {
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
  });

  test("is no host work: a task of the loop may settle it", async () => {
    await hostVirtually(function* () {
      const { promise, resolve } = deferred<string>();
      getRunningLoop().callLater(3_600_000, resolve, "after an hour");
      const future = fromPromise(promise, { settle: true });
      expect(getRunningLoop().hostWorkHeld()).toEqual([]);
      expect(yield* future).toBe("after an hour");
      expect(getRunningLoop().time()).toBe(3_600_000);
    });
  });

  test("a cancelled wait ends at once, and a late rejection bothers nobody", async () => {
    const { promise, reject } = deferred();
    await hostVirtually(function* () {
      const task = createTask(function* () {
        yield* fromPromise(promise);
      });
      yield* sleep(10);
      task.cancel("enough");
      expect(yield* thrown(task)).toEqual(new CancelledError("enough"));
      expect(getRunningLoop().time()).toBe(10);
    });
    reject(new Error("too late"));
    await hostTurn();
  });

  test("cancelled with settle, it is waited for, and cancelled then", async () => {
    await hostVirtually(function* () {
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
});

describe("a function that gives a promise", () => {
  test("is called at once, with a signal", async () => {
    await hostVirtually(function* () {
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
  });

  test("what it throws is the future's exception", async () => {
    await hostVirtually(function* () {
      const future = fromPromise(() => {
        throw new RangeError("not even begun");
      });
      expect(yield* thrown(future)).toEqual(new RangeError("not even begun"));
    });
  });

  test("that gives none is an error", async () => {
    await hostVirtually(function* () {
      function* coroutineFunction() {}
      expect(yield* thrown(fromPromise(coroutineFunction as never))).toEqual(
        new TypeError("fromPromise: a promise was expected from function* coroutineFunction, got a coroutine, which createTask runs"),
      );
    });
    expect(() => fromPromise(42 as never)).toThrow(
      new TypeError("fromPromise: a promise or a function that returns one was expected, got 42"),
    );
  });

  test("cancelled, it is aborted, with the CancelledError as reason, and the wait ends at once", async () => {
    await hostVirtually(function* () {
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
  });

  test("a time limit aborts it", async () => {
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

  test("a rejection after the abort bothers nobody", async () => {
    await hostVirtually(function* () {
      const future = fromPromise(async (signal) => {
        await aborted(signal);
        throw new Error("too late");
      });
      future.cancel();
      yield* thrown(future);
      yield* sleep(1);
    });
  });

  describe("with settle, once cancelled, is waited for", () => {
    const cancelled = (work: (signal: AbortSignal) => Promise<unknown>) =>
      hostVirtually(function* () {
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
      });

    test("and when it rejects with the reason, the wait is cancelled", async () => {
      expect(await cancelled((signal) => aborted(signal))).toEqual(new CancelledError("enough"));
    });

    test("and when it rejects with an AbortError of its own, the wait is cancelled", async () => {
      const abortError = async (signal: AbortSignal) => aborted(signal).catch(() => AbortSignal.abort().throwIfAborted());
      expect(await cancelled(abortError)).toEqual(new CancelledError("enough"));
    });

    test("and when it fulfils, the wait is cancelled all the same", async () => {
      expect(await cancelled(async (signal) => aborted(signal).catch(() => "survived"))).toEqual(new CancelledError("enough"));
    });

    test("and an error in its clean-up is not hidden", async () => {
      const failing = async (signal: AbortSignal) =>
        aborted(signal).catch(() => {
          throw new RangeError("no clean-up");
        });
      expect(await cancelled(failing)).toEqual(new RangeError("no clean-up"));
    });
  });
});

describe("host work", () => {
  test("is what a function starts, by its name, until the promise has settled", async () => {
    await hostVirtually(function* () {
      const loop = getRunningLoop();
      const { promise, resolve, reject } = deferred<string>();
      const future = fromPromise(function fetchUser() {
        return promise;
      });
      expect(loop.hostWorkHeld()).toEqual(["fromPromise(function fetchUser)"]);
      resolve("value");
      yield* future;
      expect(loop.hostWorkHeld()).toEqual([]);
      reject(new Error("ignored"));
      const failing = fromPromise(() => Promise.reject(new Error("bad luck")));
      expect(loop.hostWorkHeld()).toHaveLength(1);
      yield* thrown(failing);
      expect(loop.hostWorkHeld()).toEqual([]);
    });
  });

  test("is let go at once when the wait is cancelled, with settle when the promise has settled", async () => {
    await hostVirtually(function* () {
      const loop = getRunningLoop();
      fromPromise(never).cancel();
      expect(loop.hostWorkHeld()).toEqual([]);
      const { promise, resolve } = deferred();
      const settling = fromPromise(() => promise, { settle: true });
      settling.cancel();
      expect(loop.hostWorkHeld()).toHaveLength(1);
      resolve();
      yield* thrown(settling);
    });
  });

  test("is let go when the function throws", async () => {
    await hostVirtually(function* () {
      const future = fromPromise(() => {
        throw new Error("bad luck");
      });
      yield* thrown(future);
      expect(getRunningLoop().hostWorkHeld()).toEqual([]);
    });
  });

  test("stops virtual time: real I/O takes none of it", async () => {
    await hostVirtually(function* () {
      const sleeping = createTask(sleep(1));
      expect(
        yield* fromPromise(async () =>
          hostTurn()
            .then(hostTurn)
            .then(() => "read"),
        ),
      ).toBe("read");
      expect([getRunningLoop().time(), sleeping.done()]).toEqual([0, false]);
    });
  });

  test("held for longer than patience, it is named", async () => {
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

test.each([
  ["a promise", () => fromPromise(Promise.resolve())],
  ["a promise to settle", () => fromPromise(Promise.resolve(), { settle: true })],
])("a VirtualLoop refuses %s, and names the loop that does not", (_, wait) => {
  const program = function* () {
    yield* wait();
  };
  expect(() => run(program, { loop: new VirtualLoop() })).toThrow(/A VirtualLoop cannot wait for a Promise.*HostVirtualLoop/);
});

test("on a VirtualLoop nothing is started", () => {
  let started = false;
  const program = function* () {
    yield* fromPromise(async () => {
      started = true;
    });
  };
  expect(() => run(program, { loop: new VirtualLoop() })).toThrow("HostVirtualLoop");
  expect(started).toBe(false);
});

test("gathered, each has its own signal", async () => {
  await hostVirtually(function* () {
    const signals: AbortSignal[] = [];
    const one = (signal: AbortSignal) => {
      signals.push(signal);
      return Promise.resolve(signals.length);
    };
    expect(yield* gather(fromPromise(one), fromPromise(one))).toEqual([1, 2]);
    expect(new Set(signals).size).toBe(2);
  });
});

test("a promise that settles after its loop has closed is ignored", async () => {
  const { promise, resolve } = deferred();
  let started!: Promise<unknown>;
  await hostVirtually(function* () {
    const future = fromPromise(promise, { settle: true });
    started = future.then(
      () => "settled",
      (error: unknown) => String(error),
    );
  });
  resolve();
  expect(await started).toContain("Event loop is closed");
});

function sleepFor<T>(ms: number, value: T): Promise<T> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, value);
  });
}

/** Rejects with the signal's reason once that aborts. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}
