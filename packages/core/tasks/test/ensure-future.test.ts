import { type Awaitable, coroutine, ensureFuture, type Future, getEventLoop, setEventLoop, sleep, Task } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

function* notMuch() {
  return "ok";
}

// CPython: test_tasks.test_ensure_future_coroutine
test("ensureFuture() turns a coroutine into a task of the given loop, the running loop or the set loop", () => {
  const given = ensureFuture(notMuch(), { loop });
  expect(given).toBeInstanceOf(Task);
  expect(given.getLoop()).toBe(loop);
  expect(loop.runUntilComplete(given)).toBe("ok");
  const running = loop.runUntilComplete(function* () {
    return [ensureFuture(notMuch())];
  })[0]!;
  expect(running.getLoop()).toBe(loop);
  expect(loop.runUntilComplete(running)).toBe("ok");
  setEventLoop(loop);
  const set = ensureFuture(notMuch());
  setEventLoop(null);
  expect(set.getLoop()).toBe(loop);
  expect(loop.runUntilComplete(set)).toBe("ok");
});

test("ensureFuture() turns a coroutine function into a task, plain or marked", () => {
  expect(loop.runUntilComplete(ensureFuture(notMuch, { loop }))).toBe("ok");
  expect(loop.runUntilComplete(ensureFuture(coroutine(notMuch), { loop }))).toBe("ok");
});

// CPython: test_futures.test_wrap_future_future
// CPython: test_tasks.test_ensure_future_future
// CPython: test_tasks.test_ensure_future_task
test("ensureFuture() returns a future or a task unchanged", () => {
  const future = loop.createFuture<string>();
  expect(ensureFuture(future) === future).toBe(true);
  expect(ensureFuture(future, { loop }) === future).toBe(true);
  future.setResult("ko");
  expect(loop.runUntilComplete(ensureFuture(future))).toBe("ko");
  const task = loop.createTask(notMuch);
  expect(ensureFuture(task) === task).toBe(true);
  expect(loop.runUntilComplete(task)).toBe("ok");
});

// CPython: test_tasks.test_ensure_future_future
// CPython: test_tasks.test_ensure_future_task
// CPython: test_tasks.test_ensure_future_error_msg
test("ensureFuture() throws if the future belongs to a different loop than the given loop", () => {
  const other = new VirtualLoop();
  const future = loop.createFuture<string>();
  expect(() => ensureFuture(future, { loop: other })).toThrow(
    new Error("ensureFuture: a future of the given loop was expected, got <Future pending>"),
  );
  const task = loop.createTask(notMuch);
  expect(() => ensureFuture(task, { loop: other })).toThrow("a future of the given loop was expected");
  loop.runUntilComplete(task);
  other.close();
});

// CPython: test_tasks.test_ensure_future_awaitable
// CPython: test_tasks.test_ensure_future_task_awaitable
test("ensureFuture() turns any other awaitable into a task that awaits it", () => {
  const custom: Awaitable<string> = { [Symbol.iterator]: () => sleep(10, "own") };
  const task = ensureFuture(custom, { loop });
  expect(task).toBeInstanceOf(Task);
  expect(loop.runUntilComplete(task)).toBe("own");
  expect(loop.time()).toBe(10);
});

test("ensureFuture() on a host loop adopts a promise, fulfilled or rejected", async () => {
  const host = new HostVirtualLoop();
  const future = ensureFuture(Promise.resolve("value"), { loop: host });
  expect(future.getLoop()).toBe(host);
  expect(await host.runUntilComplete(future)).toBe("value");
  const failed: Future<unknown> = ensureFuture(Promise.reject(new RangeError("boom")), { loop: host });
  await expect(host.runUntilComplete(failed)).rejects.toEqual(new RangeError("boom"));
  host.close();
});

test("ensureFuture() of a promise on a loop that owns its thread throws an error that names a loop to use", () => {
  expect(() => ensureFuture(Promise.resolve(1), { loop })).toThrow(/A VirtualLoop cannot wait for a Promise.*Use a HostVirtualLoop/);
});

// CPython: test_tasks.test_ensure_future_neither
test.each([
  ["a string", "ok"],
  ["a number", 1],
  ["null", null],
  ["undefined", undefined],
  ["an array", [1, 2]],
  ["a Map", new Map()],
  ["a Set", new Set()],
  ["bytes", new Uint8Array(2)],
  ["an object", {}],
])("ensureFuture() and loop.runUntilComplete() throw TypeError for %s", (_, value) => {
  expect(() => ensureFuture(value as never, { loop })).toThrow(TypeError);
  expect(() => loop.runUntilComplete(value as never)).toThrow(TypeError);
});

test("ensureFuture() of a coroutine outside a step uses the process-wide loop", async () => {
  const task = ensureFuture(notMuch());
  expect(task.getLoop()).toBe(getEventLoop());
  expect(await task).toBe("ok");
});
