// @skip-on Chromium: A page does not have a process.
import {
  CancelledError,
  createTask,
  currentTask,
  Future,
  getEventLoop,
  HostLoop,
  KeyboardInterrupt,
  run,
  Runner,
  sleep,
} from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { expect, test, vi } from "vitest";

const listeners = () => process.listenerCount("SIGINT");
const interrupt = () => void process.emit("SIGINT");
const virtualRunner = () => new Runner({ loopFactory: () => new HostVirtualLoop() });

/** Sends Ctrl-C after some milliseconds of the loop's clock. */
const interruptAfter = (ms: number) => getEventLoop().callLater(ms, interrupt);

/** Sleeps until cancelled, then cleans up for 10 ms, then rethrows. */
function* cleansUp(log: string[]) {
  try {
    yield* sleep(60_000);
  } finally {
    yield* sleep(10);
    log.push(`cleaned up at ${getEventLoop().time()}`);
  }
}

test("the first Ctrl-C cancels main, whose finally may await, and run() rejects with KeyboardInterrupt", async () => {
  const log: string[] = [];
  const main = run(
    function* () {
      interruptAfter(20);
      yield* cleansUp(log);
    },
    { loop: new HostVirtualLoop() },
  );
  expect(listeners()).toBe(1);
  await expect(main).rejects.toThrow(new KeyboardInterrupt());
  expect(log).toEqual(["cleaned up at 30"]);
  expect(listeners()).toBe(0);
});

test("after the first Ctrl-C no listener is left, so that the second one kills", async () => {
  let left = -1;
  const main = run(
    function* () {
      interruptAfter(5);
      try {
        yield* sleep(100);
      } finally {
        left = listeners();
      }
    },
    { loop: new HostVirtualLoop() },
  );
  await expect(main).rejects.toThrow(KeyboardInterrupt);
  expect(left).toBe(0);
});

test("run() cancels and awaits the other tasks after Ctrl-C, before it rejects", async () => {
  const log: string[] = [];
  const main = run(
    function* () {
      createTask(cleansUp(log));
      interruptAfter(5);
      yield* sleep(100);
    },
    { loop: new HostVirtualLoop() },
  );
  await expect(main).rejects.toThrow(KeyboardInterrupt);
  expect(log).toEqual(["cleaned up at 15"]);
});

test("a main task that survives Ctrl-C gives its result", async () => {
  const main = run(
    function* () {
      interruptAfter(5);
      try {
        yield* sleep(100);
      } catch {
        return "survived";
      }
      return "not interrupted";
    },
    { loop: new HostVirtualLoop() },
  );
  expect(await main).toBe("survived");
});

test("the error of a clean-up after Ctrl-C is not hidden", async () => {
  const main = run(
    function* () {
      interruptAfter(5);
      try {
        yield* sleep(100);
      } finally {
        // oxlint-disable-next-line no-unsafe-finally
        throw new RangeError("clean-up");
      }
    },
    { loop: new HostVirtualLoop() },
  );
  await expect(main).rejects.toThrow(new RangeError("clean-up"));
});

// CPython: test_runners.test_interrupt_call_soon
test("Ctrl-C cancels a main task that is ready in each pass", async () => {
  const runner = virtualRunner();
  let cancelled = false;
  let passes = 0;
  const main = runner.run(function* () {
    try {
      for (;;) {
        yield* sleep(0);
        if (++passes === 100) interrupt();
      }
    } catch (error) {
      cancelled = error instanceof CancelledError;
    }
    throw new CancelledError();
  });
  await expect(main).rejects.toThrow(KeyboardInterrupt);
  expect(cancelled).toBe(true);
  await runner.close();
});

// CPython: test_runners.test_interrupt_wait
test("Ctrl-C cancels the main task and the future that it awaits", async () => {
  const runner = virtualRunner();
  const future = runner.getLoop().createFuture<void>();
  let cancelled = false;
  const main = runner.run(function* () {
    interruptAfter(5);
    try {
      yield* future;
    } catch (error) {
      cancelled = error instanceof CancelledError;
    }
    throw new CancelledError();
  });
  await expect(main).rejects.toThrow(KeyboardInterrupt);
  expect([cancelled, future.cancelled()]).toEqual([true, true]);
  await runner.close();
});

// CPython: test_runners.test_interrupt_cancelled_task
test("Ctrl-C on a main task that is being cancelled leaves its CancelledError", async () => {
  const runner = virtualRunner();
  const main = runner.run(function* () {
    const self = currentTask()!;
    createTask(function* () {
      yield* sleep(0);
      self.cancel();
      interrupt();
    });
    yield* sleep(10);
  });
  await expect(main).rejects.toThrow(CancelledError);
  await runner.close();
});

test("a CancelledError of main without Ctrl-C is no KeyboardInterrupt", async () => {
  const cancels = () =>
    function* () {
      currentTask()!.cancel();
      yield* sleep(10);
    };
  await expect(run(cancels(), { loop: new HostVirtualLoop() })).rejects.toThrow(CancelledError);
});

test("a future that main returned is cancelled by Ctrl-C", async () => {
  let future!: Future<void>;
  const main = run(
    function* () {
      future = new Future<void>();
      interruptAfter(5);
      return future;
    },
    { loop: new HostVirtualLoop() },
  );
  await expect(main).rejects.toThrow(KeyboardInterrupt);
  expect(future.cancelled()).toBe(true);
});

test("a runner takes Ctrl-C in each of its runs", async () => {
  const runner = virtualRunner();
  for (let i = 0; i < 2; i++) {
    const main = runner.run(function* () {
      interruptAfter(5);
      yield* sleep(100);
    });
    await expect(main).rejects.toThrow(KeyboardInterrupt);
    expect(listeners()).toBe(0);
  }
  expect(await runner.run(() => sleep(1, "still usable"))).toBe("still usable");
  await runner.close();
});

test("run() leaves SIGINT to another listener, and only the first of several runs takes it", async () => {
  let received = 0;
  const own = () => void received++;
  process.on("SIGINT", own);
  const beside = run(
    function* () {
      interruptAfter(5);
      return yield* sleep(10, "not interrupted");
    },
    { loop: new HostVirtualLoop() },
  );
  expect(await beside).toBe("not interrupted");
  process.off("SIGINT", own);
  expect([received, listeners()]).toEqual([1, 0]);

  const first = run(() => sleep(60_000), { loop: new HostLoop() });
  const second = run(() => sleep(20, "second"));
  expect(listeners()).toBe(1);
  interrupt();
  await expect(first).rejects.toThrow(KeyboardInterrupt);
  expect(await second).toBe("second");
});

test("a listener for SIGINT that is added during run() takes the signal over, until it is removed", async () => {
  let received = 0;
  const own = () => void received++;
  const main = run(
    function* () {
      process.on("SIGINT", own);
      interruptAfter(5);
      yield* sleep(10);
      process.off("SIGINT", own);
      interruptAfter(5);
      yield* sleep(10);
    },
    { loop: new HostVirtualLoop() },
  );
  await expect(main).rejects.toThrow(KeyboardInterrupt);
  expect([received, listeners()]).toEqual([1, 0]);
});

test("run() on a loop that owns its thread leaves SIGINT alone", () => {
  const during = run(
    function* () {
      yield* sleep(1);
      return listeners();
    },
    { loop: new VirtualLoop() },
  );
  expect(during).toBe(0);
});

// CPython: test_runners.test_signal_install_not_supported_ok
test("run() works on a host whose process has no signals", async () => {
  vi.stubGlobal("process", {});
  const main = run(() => sleep(1, "done"), { loop: new HostVirtualLoop() });
  vi.unstubAllGlobals();
  expect(await main).toBe("done");
});
