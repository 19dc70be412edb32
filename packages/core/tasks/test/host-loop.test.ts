import { adoptPromise } from "@asyncio-ts/tasks/lowlevel";
import { CancelledError, createTask, EventLoop, getEventLoop, HostLoop, run, sleep, ThreadLoop } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";

test("HostLoop and ThreadLoop extend EventLoop, and runForever() returns a promise on a HostLoop only", async () => {
  const [host, thread] = [new HostVirtualLoop(), new VirtualLoop()];
  expect([host instanceof EventLoop, host instanceof HostLoop, host instanceof ThreadLoop]).toEqual([true, true, false]);
  expect([thread instanceof EventLoop, thread instanceof HostLoop, thread instanceof ThreadLoop]).toEqual([true, false, true]);
  host.callSoon(() => host.stop());
  thread.callSoon(() => thread.stop());
  const running = host.runForever();
  expect(running).toBeInstanceOf(Promise);
  expect([await running, thread.runForever()]).toEqual([undefined, undefined]);
  host.close();
  thread.close();
});

test("a host loop runs a task without runForever() or runUntilComplete()", async () => {
  const loop = new HostVirtualLoop();
  const task = loop.createTask(sleep(10_000, "done"));
  expect(loop.isRunning()).toBe(false);
  expect([await task, loop.time()]).toEqual(["done", 10_000]);
  loop.close();
});

// A page has no `setImmediate`.
test.skipIf(on("Chromium"))("a host loop that was stopped rests: its ready callbacks stay queued until it runs again", async () => {
  const loop = new HostVirtualLoop();
  const log: string[] = [];
  loop.callSoon(() => {
    loop.stop();
    loop.callSoon(() => log.push("later"));
  });
  await loop.runForever();
  await new Promise((resolve) => setImmediate(resolve));
  expect(log).toEqual([]);
  await loop.runUntilComplete(sleep(1));
  expect(log).toEqual(["later"]);
  loop.close();
});

test("loop.adoptPromise() returns a future of the promise's value", async () => {
  const result = await run(function* () {
    return yield* adoptPromise(getEventLoop(), Promise.resolve("from a promise"));
  });
  expect(result).toBe("from a promise");
});

test("loop.adoptPromise() of a promise that rejects with CancelledError returns a future that ends cancelled", async () => {
  const loop = new HostVirtualLoop();
  const future = adoptPromise(loop, Promise.reject(new CancelledError("from the promise")));
  await expect(loop.runUntilComplete(future)).rejects.toEqual(new CancelledError("from the promise"));
  expect(future.cancelled()).toBe(true);
  loop.close();
});

// CPython: test_futures.test_wrap_future_cancel
// CPython: test_futures.test_wrap_future_cancel2
test("cancelling a task that awaits an adopted promise ends the task immediately and does not affect the promise", async () => {
  const loop = new HostVirtualLoop();
  let settle!: (value: string) => void;
  const promise = new Promise<string>((resolve) => {
    settle = resolve;
  });
  const future = adoptPromise(loop, promise);
  const task = loop.createTask(function* () {
    return yield* future;
  });
  await loop.runUntilComplete(sleep(1));
  task.cancel();
  await expect(loop.runUntilComplete(task)).rejects.toThrow(CancelledError);
  settle("late");
  expect(await promise).toBe("late");
  expect(future.cancelled()).toBe(true);
  loop.close();
});

// A page has no `setImmediate`.
test.skipIf(on("Chromium"))("a promise that settles after its loop has closed leaves the adopted future pending", async () => {
  const loop = new HostVirtualLoop();
  let settle!: (value: string) => void;
  const future = adoptPromise(
    loop,
    new Promise<string>((resolve) => {
      settle = resolve;
    }),
  );
  loop.close();
  settle("late");
  await new Promise((resolve) => setImmediate(resolve));
  expect(future.done()).toBe(false);
});

test("a task that awaits adopted promises alternates with reactions of the promises", async () => {
  const loop = new HostVirtualLoop();
  const log: string[] = [];
  const task = loop.createTask(function* () {
    for (let i = 0; i < 3; i++) {
      log.push(`task ${i}`);
      yield* adoptPromise(
        loop,
        Promise.resolve().then(() => log.push(`promise ${i}`)),
      );
    }
  });
  await task;
  expect(log).toEqual(["task 0", "promise 0", "task 1", "promise 1", "task 2", "promise 2"]);
  loop.close();
});

test("the process-wide loop reports a never-retrieved exception when it is closed, and a new loop replaces it", () => {
  const loop = getEventLoop();
  const messages: string[] = [];
  loop.setExceptionHandler((_, { message }) => messages.push(message));
  const future = loop.createFuture();
  future.setException(new Error("boom"));
  loop.close();
  expect(messages).toEqual(["Future exception was never retrieved"]);
  expect(createTask(function* () {}).getLoop()).not.toBe(loop);
});
