import { coroutine, createTask, type Future, getEventLoop, reportNeverAwaited, run, sleep } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";
import { warnings } from "./reports.ts";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

const work = coroutine(function* work(value: number = 0) {
  yield* sleep(1);
  return value;
});

const other = coroutine(function* other() {});

test("a marked coroutine that was never awaited is reported when the loop closes", () => {
  const warned = warnings();
  const loop = new VirtualLoop();
  run(
    function* () {
      work();
      yield* sleep(5);
      expect(warned).toEqual([]);
    },
    { loop },
  );
  expect(warned).toEqual(["coroutine 'work' was never awaited"]);
});

test("reports come in the order of calling, one for each call", () => {
  const warned = warnings();
  virtually(function* () {
    work();
    const awaited = work();
    other();
    work();
    yield* awaited;
  });
  expect(warned).toEqual(["work", "other", "work"].map((name) => `coroutine '${name}' was never awaited`));
});

test("a coroutine that was awaited, started or closed is not reported", () => {
  const warned = warnings();
  virtually(function* () {
    yield* work();
    yield* createTask(work());
    yield* createTask(work);
    work().return(0);
    const task = createTask(work());
    task.cancel();
    const [late, later] = [work(), work()];
    yield* later;
    yield* late;
  });
  expect(warned).toEqual([]);
});

test("a task that was cancelled before its first step has had its coroutine awaited", () => {
  const warned = warnings();
  const loop = new VirtualLoop();
  loop.createTask(work()).cancel();
  loop.runUntilComplete(sleep(1));
  loop.close();
  expect(warned).toEqual([]);
});

test("plain coroutines are not reported: nothing of ours sees their call", () => {
  const warned = warnings();
  virtually(function* () {
    (function* unmarked() {})();
  });
  expect(warned).toEqual([]);
});

test("a coroutine that run() refuses is reported, as asyncio does", () => {
  const warned = warnings();
  virtually(function* () {
    expect(() => run(work(), { loop: new VirtualLoop() })).toThrow("run() cannot be called from a running event loop");
  });
  expect(warned).toEqual(["coroutine 'work' was never awaited"]);
});

// CPython: test_base_events.test_create_task_error_closes_coro
test("a coroutine that a closed loop refuses is closed, not reported", () => {
  const warned = warnings();
  const loop = new VirtualLoop();
  loop.close();
  expect(() => loop.createTask(work())).toThrow("Event loop is closed");
  reportNeverAwaited();
  expect(warned).toEqual([]);
});

test("a coroutine that was made outside every step is reported by reportNeverAwaited, once", () => {
  const warned = warnings();
  work();
  const started = work(7);
  expect(virtually(started)).toBe(7);
  reportNeverAwaited();
  reportNeverAwaited();
  expect(warned).toEqual(["coroutine 'work' was never awaited"]);
});

test("a coroutine may be made outside every step and awaited in one", () => {
  const warned = warnings();
  const made = work(3);
  expect(
    virtually(function* () {
      return yield* made;
    }),
  ).toBe(3);
  reportNeverAwaited();
  expect(warned).toEqual([]);
});

test("a coroutine may be made in a step and started between two", async () => {
  const warned = warnings();
  const loop = new HostVirtualLoop();
  const result = await run(
    function* () {
      const made = work(5);
      const started: Future<[Future<number>]> = getEventLoop().createFuture();
      queueMicrotask(() => started.setResult([loop.createTask(made)]));
      const [task] = yield* started;
      return yield* task;
    },
    { loop },
  );
  expect(result).toBe(5);
  expect(warned).toEqual([]);
});

test("a coroutine that was made in a recursion and dropped is reported", () => {
  const warned = warnings();
  const recursive = coroutine(function* recursive(depth: number): Generator<any, void, any> {
    if (depth === 0) work();
    else yield* recursive(depth - 1);
  });
  virtually(() => recursive(1000));
  expect(warned).toEqual(["coroutine 'work' was never awaited"]);
});
