import { getEventListeners } from "node:events";
import { fromPromise, toPromise } from "@asyncio-ts/promise";
import { CancelledError, type Coroutine, createTask, currentTask, getEventLoop, getRunningLoop, run, sleep } from "@asyncio-ts/tasks";
import { HostVirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { hostTurn } from "./host-turn.ts";

/** Sleeps for a second, and logs its start and its clean-up. */
function* work(log: string[], cleanUp: () => Coroutine<void> = () => sleep(10)): Coroutine<string> {
  log.push("began");
  try {
    yield* sleep(1000);
    return "value";
  } finally {
    yield* cleanUp();
    log.push("cleaned up");
  }
}

test("toPromise() accepts a coroutine, a function that returns one, a task and a future", { host: true }, function* () {
  const future = getRunningLoop().createFuture<number>();
  const started: Promise<unknown>[] = [
    toPromise(sleep(5, "coroutine")),
    toPromise(() => sleep(5, "function")),
    toPromise(createTask(sleep(5, "task"))),
    toPromise(future),
  ];
  future.setResult(4);
  expect(started[0]).toBeInstanceOf(Promise);
  expect(yield* fromPromise(Promise.all(started))).toEqual(["coroutine", "function", "task", 4]);
});

plain("toPromise() with eagerStart runs a coroutine up to its first wait before it returns, as an async function", async () => {
  const log: string[] = [];
  const promise = toPromise(
    function* () {
      log.push(`began on ${getRunningLoop() === getEventLoop()}`);
      // Wakes the loop, although no slice of it runs.
      getRunningLoop().callSoon(() => log.push("callback"));
      createTask(function* () {
        log.push("task");
      });
      yield* sleep(0);
      return currentTask() !== null;
    },
    { eagerStart: true },
  );
  log.push("returned");
  expect(log).toEqual(["began on true", "returned"]);
  expect(() => getRunningLoop()).toThrow("no running event loop");
  expect(await promise).toBe(true);
  expect(log).toEqual(["began on true", "returned", "callback", "task"]);
});

plain("toPromise() with eagerStart rejects with an error of the first step, and of a coroutine function", async () => {
  const error = new Error("at once");
  const fail = (): Coroutine<void> => {
    throw error;
  };
  const failLater = function* () {
    throw error;
  };
  for (const startable of [fail, failLater, failLater()]) {
    await expect(toPromise(startable, { eagerStart: true })).rejects.toBe(error);
    expect(() => getRunningLoop()).toThrow("no running event loop");
  }
});

test("toPromise() with eagerStart begins inside the step of its caller, and leaves a future as it is", { host: true }, function* () {
  const log: string[] = [];
  const caller = currentTask();
  const future = getRunningLoop().createFuture<number>();
  const promises = [
    toPromise(
      function* () {
        log.push(`a task of its own: ${currentTask() !== caller}`);
      },
      { eagerStart: true },
    ),
    toPromise(future, { eagerStart: true }),
  ];
  log.push(`back: ${currentTask() === caller}`);
  future.setResult(1);
  yield* fromPromise(Promise.all(promises));
  expect(log).toEqual(["a task of its own: true", "back: true"]);
});

plain("toPromise() with eagerStart is cancelled by a signal that its own first step aborts", async () => {
  const controller = new AbortController();
  const log: string[] = [];
  const promise = toPromise(
    function* () {
      controller.abort("by itself");
      yield* work(log);
    },
    { eagerStart: true, signal: controller.signal },
  );
  await expect(promise).rejects.toBe("by itself");
  expect(log).toEqual(["began", "cleaned up"]);
});

plain("toPromise() rejects with a TypeError if eagerStart is no boolean, and starts nothing", async () => {
  const log: string[] = [];
  await expect(toPromise(work(log), { eagerStart: 1 as never })).rejects.toThrow(
    new TypeError("toPromise: a boolean was expected as eagerStart, got 1"),
  );
  expect(log).toEqual([]);
});

plain.each([[new Error("bad luck")], [undefined], ["text"]])(
  "toPromise() rejects with the coroutine's error unchanged: %s",
  async (error) => {
    const promise = toPromise(function* () {
      throw error;
    });
    expect(
      await promise.then(
        () => "resolved",
        (reason: unknown) => [reason],
      ),
    ).toEqual([error]);
  },
);

plain("toPromise() rejects with a TypeError for a value that is no coroutine", async () => {
  await expect(toPromise(42 as never)).rejects.toThrow(TypeError);
  await expect(toPromise((() => 42) as never)).rejects.toThrow("a coroutine or a function* was expected, got 42");
});

plain("toPromise() outside a step uses the loop of getEventLoop(), or the given loop", async () => {
  expect(
    await toPromise(function* () {
      return getRunningLoop();
    }),
  ).toBe(getEventLoop());
  const loop = new HostVirtualLoop();
  expect(
    await toPromise(
      function* () {
        yield* sleep(3_600_000);
        return getRunningLoop();
      },
      { loop },
    ),
  ).toBe(loop);
  loop.close();
});

plain("toPromise() rejects when the loop closes first", async () => {
  let promise!: Promise<void>;
  const loop = new HostVirtualLoop();
  loop.setExceptionHandler(() => {});
  promise = toPromise(sleep(10), { loop });
  loop.close();
  await expect(promise).rejects.toThrow("Event loop was closed");
});

describe("toPromise() with a signal", () => {
  test("cancels the task at the abort, and rejects with the reason after the clean-up", { host: true }, function* () {
    for (const reason of [new Error("why not"), "text", null]) {
      const log: string[] = [];
      const controller = new AbortController();
      const promise = toPromise(work(log), { signal: controller.signal });
      const outcome = promise.then(
        () => "resolved",
        (error: unknown) => [error, ...log],
      );
      yield* sleep(5);
      const began = getRunningLoop().time();
      controller.abort(reason);
      expect(yield* fromPromise(outcome)).toEqual([reason, "began", "cleaned up"]);
      expect(getRunningLoop().time() - began).toBe(10);
    }
  });

  test("rejects with an AbortError if the abort has no reason", { host: true }, function* () {
    const controller = new AbortController();
    const outcome = toPromise(work([]), { signal: controller.signal }).catch((error: Error) => error.name);
    controller.abort();
    expect(yield* fromPromise(outcome)).toBe("AbortError");
  });

  plain("starts nothing and closes a coroutine object if the signal is already aborted", async () => {
    const signal = AbortSignal.abort("too late");
    const log: string[] = [];
    const coroutine = work(log);
    await expect(toPromise(coroutine, { signal })).rejects.toBe("too late");
    expect(coroutine.next()).toEqual({ done: true, value: undefined });
    let called = false;
    const startable = () => {
      called = true;
      return work(log);
    };
    await expect(toPromise(startable, { signal })).rejects.toBe("too late");
    expect({ called, log }).toEqual({ called: false, log: [] });
  });

  test("never runs the body if the signal aborts before the first step", { host: true }, function* () {
    const log: string[] = [];
    const controller = new AbortController();
    const outcome = toPromise(work(log), { signal: controller.signal }).catch((reason: unknown) => reason);
    controller.abort("at once");
    expect(yield* fromPromise(outcome)).toBe("at once");
    expect(log).toEqual([]);
  });

  test("cancels a given task, even if the signal is already aborted", { host: true }, function* () {
    const log: string[] = [];
    const task = createTask(work(log));
    yield* sleep(1);
    const outcome = toPromise(task, { signal: AbortSignal.abort("why not") }).catch((reason: unknown) => reason);
    expect(yield* fromPromise(outcome)).toBe("why not");
    expect(task.cancelled()).toBe(true);
    expect(log).toEqual(["began", "cleaned up"]);
  });

  test("resolves if the task survives the abort", { host: true }, function* () {
    const controller = new AbortController();
    const promise = toPromise(
      function* () {
        try {
          yield* sleep(1000);
        } catch (error) {
          return ["survived", error instanceof CancelledError];
        }
        return [];
      },
      { signal: controller.signal },
    );
    yield* sleep(1);
    controller.abort();
    expect(yield* fromPromise(promise)).toEqual(["survived", true]);
  });

  test("rejects with an error of the clean-up", { host: true }, function* () {
    const controller = new AbortController();
    const failing = work([], function* () {
      throw new RangeError("no clean-up");
    });
    const outcome = toPromise(failing, { signal: controller.signal }).catch((error: unknown) => error);
    yield* sleep(1);
    controller.abort("why not");
    expect(yield* fromPromise(outcome)).toEqual(new RangeError("no clean-up"));
  });

  // A page has only a stand-in for Node's events.
  test.skipIf(on("Chromium"))("removes its listener from the signal when the task is done", { host: true }, function* () {
    const { signal } = new AbortController();
    const promises: Promise<unknown>[] = [toPromise(sleep(1), { signal })];
    promises.push(
      toPromise(
        function* () {
          yield* sleep(1);
          throw new Error("bad luck");
        },
        { signal },
      ),
    );
    expect(getEventListeners(signal, "abort")).toHaveLength(2);
    yield* fromPromise(Promise.allSettled(promises));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  // A page has only a stand-in for Node's events.
  plain.skipIf(on("Chromium"))("accepts an abort in a step of another loop", async () => {
    const controller = new AbortController();
    const log: string[] = [];
    const outcome = toPromise(
      work(log, function* () {}),
      { signal: controller.signal },
    ).catch((reason: unknown) => reason);
    await hostTurn();
    const aborts = function* () {
      controller.abort("from a step");
    };
    await run(aborts, { loop: new HostVirtualLoop() });
    expect(await outcome).toBe("from a step");
    expect(log).toEqual(["began", "cleaned up"]);
  });
});

test("toPromise() rejects with the CancelledError of a task that was cancelled without the signal", { host: true }, function* () {
  const task = createTask(sleep(10));
  const outcome = toPromise(task, { signal: new AbortController().signal }).catch((error: unknown) => error);
  task.cancel("by hand");
  expect(yield* fromPromise(outcome)).toEqual(new CancelledError("by hand"));
});

test("toPromise() inside a step creates a separate task on the running loop", { host: true }, function* () {
  const promise = toPromise(function* () {
    return [getRunningLoop(), currentTask()] as const;
  });
  const [loop, task] = yield* fromPromise(promise);
  expect(loop).toBe(getRunningLoop());
  expect(task === currentTask()).toBe(false);
});

plain("a coroutine under run() can await a promise of toPromise()", async () => {
  expect(await run(() => fromPromiseOf(toPromise(sleep(1, "slept"))))).toBe("slept");
});

function* fromPromiseOf<T>(promise: Promise<T>): Coroutine<T> {
  return yield* fromPromise(promise);
}

plain("toPromise() starts nothing if the signal or another option is invalid", async () => {
  let started = 0;
  function* count() {
    started++;
    yield* sleep(0);
  }
  const controller = new AbortController();
  const failing = {
    aborted: false,
    removeEventListener() {},
    addEventListener() {
      throw new Error("no listeners");
    },
  };
  const wrong: [unknown, string | RegExp][] = [
    [{ signal: controller }, /^toPromise: an AbortSignal was expected as signal, got .*; pass its `signal`$/],
    [{ signal: 5 }, "toPromise: an AbortSignal was expected as signal, got 5"],
    [{ signal: failing }, "no listeners"],
    [{ loop: 5 }, "toPromise: an event loop was expected, got 5"],
    [null, "toPromise: an object of options was expected, got null"],
  ];
  for (const [options, message] of wrong) await expect(toPromise(count, options as never)).rejects.toThrow(message);
  await hostTurn();
  expect(started).toBe(0);
});
