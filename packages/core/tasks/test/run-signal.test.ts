import { createTask, getEventLoop, run, Runner, sleep } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";

function* forever(log: string[] = []) {
  try {
    yield* sleep(60_000);
  } finally {
    yield* sleep(10);
    log.push(`cleaned up at ${getEventLoop().time()}`);
  }
}

/** A signal that aborts after some milliseconds of a loop's clock. */
function abortAfter(loop: VirtualLoop | HostVirtualLoop, ms: number, reason?: unknown): AbortSignal {
  const controller = new AbortController();
  loop.callLater(ms, () => controller.abort(reason));
  return controller.signal;
}

test("run() with a signal that aborts cancels main, and throws the reason after the clean-up", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  const reason = new RangeError("enough");
  const signal = abortAfter(loop, 20, reason);
  expect(() => run(forever(log), { loop, signal })).toThrow(reason);
  expect(log).toEqual(["cleaned up at 30"]);
});

test("run() on a host loop rejects with the default reason, an AbortError", async () => {
  const loop = new HostVirtualLoop();
  const main = run(forever, { loop, signal: abortAfter(loop, 5) });
  await expect(main).rejects.toMatchObject({ name: "AbortError" });
  expect(loop.isClosed()).toBe(true);
});

test("run() with an aborted signal starts nothing, closes the coroutine and the loop, and throws the reason", () => {
  const loop = new VirtualLoop();
  let started = false;
  function* main() {
    started = true;
    yield* sleep(1);
  }
  const coroutine = main();
  expect(() => run(coroutine, { loop, signal: AbortSignal.abort("why") })).toThrow("why");
  expect([started, loop.isClosed(), coroutine.next().done]).toEqual([false, true, true]);
  expect(() => run(main, { loop: new VirtualLoop(), signal: AbortSignal.abort("why") })).toThrow("why");
  expect(started).toBe(false);
});

test("run() gives the result of a main task that survives the abort", () => {
  const loop = new VirtualLoop();
  const main = function* () {
    try {
      yield* sleep(100);
    } catch {
      return "survived";
    }
    return "";
  };
  expect(run(main, { loop, signal: abortAfter(loop, 5) })).toBe("survived");
});

test("run() keeps the CancelledError of a main task that the program cancelled as well", () => {
  const loop = new VirtualLoop();
  const signal = abortAfter(loop, 5, "abort");
  const main = function* () {
    const task = createTask(forever());
    loop.callLater(5, () => task.cancel());
    yield* task;
  };
  expect(() => run(main, { loop, signal })).toThrow("abort");
});

test("run() listens to the signal only while it runs", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  let listeners = 0;
  const watched = {
    get aborted() {
      return signal.aborted;
    },
    get reason() {
      return signal.reason;
    },
    addEventListener: (type: "abort", listener: () => void) => (listeners++, signal.addEventListener(type, listener)),
    removeEventListener: (type: "abort", listener: () => void) => (listeners--, signal.removeEventListener(type, listener)),
  };
  const counts = function* () {
    yield* sleep(1);
    return listeners;
  };
  expect(run(counts, { loop: new VirtualLoop(), signal: watched })).toBe(1);
  expect(listeners).toBe(0);
  const fails = function* () {
    return createTask(boom);
  };
  await expect(run(fails, { loop: new HostVirtualLoop(), signal: watched })).rejects.toThrow("boom");
  expect(listeners).toBe(0);
});

function* boom() {
  yield* sleep(1);
  throw new RangeError("boom");
}

test("runner.run() takes a signal for each run", () => {
  const loop = new VirtualLoop();
  using runner = new Runner({ loopFactory: () => loop });
  expect(() => runner.run(forever, { signal: abortAfter(loop, 5, "why") })).toThrow("why");
  expect(runner.run(() => sleep(1, "next"))).toBe("next");
});
