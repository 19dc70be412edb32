import { CancelledError, createTask, EventLoop, getEventLoop, HostLoop, run, sleep, ThreadLoop } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";

test("a HostLoop is an EventLoop that gives promises, a ThreadLoop one that gives values", async () => {
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

test("a host loop runs tasks without being run, whenever it has something to do", async () => {
  const loop = new HostVirtualLoop();
  const task = loop.createTask(sleep(10_000, "done"));
  expect(loop.isRunning()).toBe(false);
  expect([await task, loop.time()]).toEqual(["done", 10_000]);
  loop.close();
});

// A page has no `setImmediate`.
test.skipIf(on("Chromium"))("a host loop that was stopped rests with what is ready until it is woken or run again", async () => {
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

test("a promise is awaited on a host loop by ensureFuture, gather and the like", async () => {
  const result = await run(function* () {
    return yield* getEventLoop().adoptPromise(Promise.resolve("from a promise"));
  });
  expect(result).toBe("from a promise");
});

test("a promise that rejects with a CancelledError cancels the future that stands for it", async () => {
  const loop = new HostVirtualLoop();
  const future = loop.adoptPromise(Promise.reject(new CancelledError("from there")));
  await expect(loop.runUntilComplete(future)).rejects.toEqual(new CancelledError("from there"));
  expect(future.cancelled()).toBe(true);
  loop.close();
});

// CPython: test_futures.test_wrap_future_cancel
// CPython: test_futures.test_wrap_future_cancel2
test("cancelling a future that stands for a promise ends the wait at once; the promise goes its own way", async () => {
  const loop = new HostVirtualLoop();
  let settle!: (value: string) => void;
  const promise = new Promise<string>((resolve) => {
    settle = resolve;
  });
  const future = loop.adoptPromise(promise);
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
test.skipIf(on("Chromium"))("a promise that settles after its loop has closed is ignored", async () => {
  const loop = new HostVirtualLoop();
  let settle!: (value: string) => void;
  const future = loop.adoptPromise(
    new Promise<string>((resolve) => {
      settle = resolve;
    }),
  );
  loop.close();
  settle("late");
  await new Promise((resolve) => setImmediate(resolve));
  expect(future.done()).toBe(false);
});

test("tasks take turns with the host's promises", async () => {
  const loop = new HostVirtualLoop();
  const log: string[] = [];
  const task = loop.createTask(function* () {
    for (let i = 0; i < 3; i++) {
      log.push(`task ${i}`);
      yield* loop.adoptPromise(Promise.resolve().then(() => log.push(`promise ${i}`)));
    }
  });
  await task;
  expect(log).toEqual(["task 0", "promise 0", "task 1", "promise 1", "task 2", "promise 2"]);
  loop.close();
});

test("an error in a host callback's task is reported by the process-wide loop's handler at its close", () => {
  const loop = getEventLoop();
  const messages: string[] = [];
  loop.setExceptionHandler((_, { message }) => messages.push(message));
  const future = loop.createFuture();
  future.setException(new Error("boom"));
  loop.close();
  expect(messages).toEqual(["Future exception was never retrieved"]);
  expect(createTask(function* () {}).getLoop()).not.toBe(loop);
});
