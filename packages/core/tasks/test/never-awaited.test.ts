import {
  asyncGenerator,
  coroutine,
  createTask,
  type Emit,
  type Future,
  getEventLoop,
  HostLoop,
  newEventLoop,
  reportNeverAwaited,
  run,
  sleep,
} from "@asyncio-ts/tasks";
import { setNeverAwaitedHandler } from "@asyncio-ts/tasks/lowlevel";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";
import { warnings } from "./reports.ts";

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

test("never-awaited coroutines are reported in the order of their calls, one report for each call", () => {
  const warned = warnings();
  run(
    function* () {
      work();
      const awaited = work();
      other();
      work();
      yield* awaited;
    },
    { loop: new VirtualLoop() },
  );
  expect(warned).toEqual(["work", "other", "work"].map((name) => `coroutine '${name}' was never awaited`));
});

test("a marked coroutine that was awaited, started as a task or closed is not reported", () => {
  const warned = warnings();
  run(
    function* () {
      yield* work();
      yield* createTask(work());
      yield* createTask(work);
      work().return(0);
      const task = createTask(work());
      task.cancel();
      const [late, later] = [work(), work()];
      yield* later;
      yield* late;
    },
    { loop: new VirtualLoop() },
  );
  expect(warned).toEqual([]);
});

test("the marked body of an async generator is not reported, read or not", () => {
  const warned = warnings();
  const body = coroutine(function* body(emit: Emit<number>) {
    yield* emit(1);
  });
  run(
    function* () {
      expect(yield* asyncGenerator(body).next()).toEqual({ done: false, value: 1 });
      asyncGenerator(body);
      yield* asyncGenerator(body).return!();
    },
    { loop: new VirtualLoop() },
  );
  expect(warned).toEqual([]);
});

test("the coroutine of a task that was cancelled before its first step is not reported", () => {
  const warned = warnings();
  const loop = new VirtualLoop();
  loop.createTask(work()).cancel();
  loop.runUntilComplete(sleep(1));
  loop.close();
  expect(warned).toEqual([]);
});

test("a plain coroutine is not reported, because its call is not tracked", () => {
  const warned = warnings();
  run(
    function* () {
      (function* unmarked() {})();
    },
    { loop: new VirtualLoop() },
  );
  expect(warned).toEqual([]);
});

test("a coroutine that run() rejects inside a step is reported, as in asyncio", () => {
  const warned = warnings();
  run(
    function* () {
      expect(() => run(work(), { loop: new VirtualLoop() })).toThrow("run() cannot be called from a running event loop");
    },
    { loop: new VirtualLoop() },
  );
  expect(warned).toEqual(["coroutine 'work' was never awaited"]);
});

// CPython: test_base_events.test_create_task_error_closes_coro
test("createTask() on a closed loop closes the coroutine, which is not reported", () => {
  const warned = warnings();
  const loop = new VirtualLoop();
  loop.close();
  expect(() => loop.createTask(work())).toThrow("Event loop is closed");
  reportNeverAwaited();
  expect(warned).toEqual([]);
});

test("reportNeverAwaited() reports a coroutine created outside a step, once", () => {
  const warned = warnings();
  work();
  const started = work(7);
  expect(run(started, { loop: new VirtualLoop() })).toBe(7);
  reportNeverAwaited();
  reportNeverAwaited();
  expect(warned).toEqual(["coroutine 'work' was never awaited"]);
});

test("a coroutine created outside a step and awaited inside one is not reported", () => {
  const warned = warnings();
  const made = work(3);
  expect(
    run(
      function* () {
        return yield* made;
      },
      { loop: new VirtualLoop() },
    ),
  ).toBe(3);
  reportNeverAwaited();
  expect(warned).toEqual([]);
});

test("a coroutine created inside a step and started between two steps is not reported", async () => {
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

test("a coroutine created in a deep recursion and never awaited is reported", () => {
  const warned = warnings();
  const recursive = coroutine(function* recursive(depth: number): Generator<any, void, any> {
    if (depth === 0) work();
    else yield* recursive(depth - 1);
  });
  run(() => recursive(1000), { loop: new VirtualLoop() });
  expect(warned).toEqual(["coroutine 'work' was never awaited"]);
});

test("a coroutine that a task of another loop runs is not reported", async () => {
  const warned = warnings();
  const elsewhere = newEventLoop();
  await run(function* () {
    const task = elsewhere.createTask(work(1));
    const [second, third] = [work(2), work(3)];
    expect([yield* task, yield* elsewhere.createTask(third), yield* elsewhere.createTask(second)]).toEqual([1, 3, 2]);
    const kept = [other(), work(4)] as const;
    // The loop waits meanwhile.
    yield* sleep(1);
    expect(yield* elsewhere.createTask(kept[1])).toBe(4);
    yield* kept[0];
  });
  elsewhere.close();
  expect(warned).toEqual([]);
});

test("a coroutine that was dropped before the loop waited is reported at the latest when the loop closes", async () => {
  const warned = warnings();
  const loop = new HostLoop();
  await loop.runUntilComplete(function* () {
    work();
    other();
    yield* sleep(1);
  });
  loop.close();
  expect(warned).toEqual(["work", "other"].map((name) => `coroutine '${name}' was never awaited`));
});

test("setNeverAwaitedHandler() receives the names in place of the console", () => {
  const loop = new VirtualLoop();
  const names: string[] = [];
  const warnings: unknown[] = [];
  setNeverAwaitedHandler(loop, (name) => names.push(name));
  const { warn } = console;
  console.warn = (text: unknown) => warnings.push(text);
  try {
    run(
      function* () {
        coroutine(function* dropped() {})();
      },
      { loop },
    );
  } finally {
    console.warn = warn;
  }
  expect([names, warnings]).toEqual([["dropped"], []]);
});

test("instruments are notified of coroutines that were never awaited, in debug mode with the stack of the creation", () => {
  warnings();
  for (const debug of [false, true]) {
    const loop = new VirtualLoop();
    const found: [name: string, hasOrigin: boolean][] = [];
    loop.addInstrument({ neverAwaited: (name, origin) => found.push([name, /never-awaited\.test/.test(origin?.stack ?? "")]) });
    run(
      function* () {
        work();
        sleep(5);
      },
      { loop, debug },
    );
    expect(found).toEqual(
      debug
        ? [
            ["work", true],
            ["sleep", true],
          ]
        : [["work", false]],
    );
  }
});
