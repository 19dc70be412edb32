import { ContextVar, copyContext } from "@asyncio-ts/loop";
import { coroutine, createTask, type EventLoop, getEventLoop, HostLoop, Runner, setEventLoop, sleep } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, expect, test } from "vitest";
import { expectReport, reportsOf, warnings } from "./reports.ts";

afterEach(() => setEventLoop(null));

const virtualRunner = () => new Runner({ loopFactory: () => new VirtualLoop() });

function* done() {
  yield* sleep(0);
  return "done";
}

// CPython: test_runners.test_asyncio_run_loop_factory
// CPython: test_runners.test_run
// CPython: test_runners.test_second_with_block_raises
test("runner.run() accepts coroutines and coroutine functions, and runner.close() closes the loop", () => {
  const runner = virtualRunner();
  expect([runner.run(done), runner.run(done()), runner.run(coroutine(done))]).toEqual(["done", "done", "done"]);
  const loop = runner.getLoop();
  expect(loop.isClosed()).toBe(false);
  runner.close();
  expect(loop.isClosed()).toBe(true);
  expect(() => runner.getLoop()).toThrow(new Error("Runner is closed"));
  expect(() => runner.run(done)).toThrow(new Error("Runner is closed"));
});

// CPython: test_runners.test_explicit_close
// CPython: test_runners.test_double_close
test("runner.close() does nothing if the runner is closed already, and creates no loop if it was never used", () => {
  const runner = virtualRunner();
  const loop = runner.getLoop();
  runner.close();
  runner.close();
  expect(loop.isClosed()).toBe(true);
  let made = 0;
  const unused = new Runner({ loopFactory: () => (made++, new VirtualLoop()) });
  unused.close();
  expect(made).toBe(0);
  expect(unused.run(done)).toBe("done");
  unused.close();
  expect(made).toBe(1);
});

test("`using` closes a runner", () => {
  let loop!: EventLoop;
  {
    using runner = virtualRunner();
    loop = runner.getLoop();
    expect(runner.run(done)).toBe("done");
  }
  expect(loop.isClosed()).toBe(true);
});

test("a runner on a host loop returns promises, and `await using` closes it", async () => {
  let loop!: EventLoop;
  {
    await using runner = new Runner();
    loop = runner.getLoop();
    expect(loop).toBeInstanceOf(HostLoop);
    const promise = runner.run(done);
    expect(promise).toBeInstanceOf(Promise);
    expect(await promise).toBe("done");
  }
  expect(loop.isClosed()).toBe(true);
});

test("a runner keeps its loop and background tasks between runs", () => {
  const log: string[] = [];
  using runner = virtualRunner();
  runner.run(function* () {
    createTask(function* () {
      yield* sleep(10);
      log.push("background");
    });
  });
  expect(log).toEqual([]);
  runner.run(sleep(20));
  expect(log).toEqual(["background"]);
});

test("runner.close() cancels leftover tasks and waits until they have ended", () => {
  const log: unknown[] = [];
  const runner = virtualRunner();
  const loop = runner.getLoop();
  runner.run(function* () {
    createTask(function* () {
      try {
        yield* sleep(10_000);
      } finally {
        yield* sleep(5);
        log.push(loop.time());
      }
    });
    yield* sleep(1);
  });
  expect(log).toEqual([]);
  runner.close();
  expect(log).toEqual([6]);
});

test("runner.close() reports leftover tasks that fail during their cancellation", async () => {
  const loop = new HostVirtualLoop();
  const reports = reportsOf(loop);
  const runner = new Runner({ loopFactory: () => loop });
  const error = new RangeError("in clean-up");
  let leftover: unknown;
  await runner.run(function* () {
    leftover = createTask(function* () {
      try {
        yield* sleep(10_000);
      } catch {
        throw error;
      }
    });
    yield* sleep(1);
  });
  await runner.close();
  expectReport(reports, { message: "unhandled exception during run() shutdown", exception: error, task: leftover });
});

// CPython: test_runners.test_non_debug
// CPython: test_runners.test_debug
test("new Runner({ debug }) sets the loop's debug mode", () => {
  for (const debug of [true, false]) {
    using runner = new Runner({ debug, loopFactory: () => new VirtualLoop() });
    expect(runner.getLoop().getDebug()).toBe(debug);
  }
});

// CPython: test_runners.test_asyncio_run_loop_factory
// CPython: test_runners.test_custom_factory
test("a runner calls its loop factory once, when the loop is first needed", () => {
  let made = 0;
  const loop = new VirtualLoop();
  using runner = new Runner({ loopFactory: () => (made++, loop) });
  expect(made).toBe(0);
  expect(runner.getLoop()).toBe(loop);
  runner.run(done);
  runner.run(done);
  expect(made).toBe(1);
});

// CPython: test_runners.test_run_keeps_context
test("a runner keeps one context for all its runs", () => {
  const variable = new ContextVar("variable", { default: -1 });
  function* swap(value: number) {
    const old = variable.get();
    yield* sleep(0);
    variable.set(value);
    return old;
  }
  using runner = virtualRunner();
  expect([runner.run(swap(1)), runner.run(swap(2))]).toEqual([-1, 1]);
  const context = runner.run(function* () {
    return copyContext();
  });
  expect(context.get(variable)).toBe(2);
  expect(variable.get()).toBe(-1);
});

test("runner.run(main, { context }) runs main in the given context", () => {
  const variable = new ContextVar<number>("variable");
  const context = copyContext();
  using runner = virtualRunner();
  runner.run(
    function* () {
      variable.set(1);
    },
    { context },
  );
  expect(context.get(variable)).toBe(1);
  expect(runner.run(() => (function* () {})())).toBe(undefined);
});

// CPython: test_runners.test_run_non_coro
test("runner.run() throws TypeError for a main that is not a coroutine, and can be called again", () => {
  using runner = virtualRunner();
  for (const main of [123, () => 1, runner.getLoop().createFuture()]) expect(() => runner.run(main as never)).toThrow(TypeError);
  expect(runner.run(done)).toBe("done");
});

// CPython: test_runners.test_recursive_run
test("runner.run() inside a step throws, and the rejected coroutine is reported as never awaited", () => {
  const warned = warnings();
  const g = coroutine(function* g() {});
  const runner = virtualRunner();
  expect(() =>
    runner.run(function* () {
      runner.run(g());
    }),
  ).toThrow(new Error("Runner.run() cannot be called from a running event loop"));
  runner.close();
  expect(warned).toEqual(["coroutine 'g' was never awaited"]);
});

test("runner.run() throws while another run of the same runner is pending", async () => {
  const runner = new Runner({ loopFactory: () => new HostVirtualLoop() });
  const first = runner.run(sleep(10, "first"));
  expect(() => runner.run(done)).toThrow(new Error("This event loop is already running"));
  expect(await first).toBe("first");
  await runner.close();
});

// CPython: test_runners.test_set_event_loop_called_once
test("getEventLoop() outside a step never returns the loop of a runner", () => {
  const before = getEventLoop();
  const runner = virtualRunner();
  expect(runner.getLoop()).not.toBe(before);
  expect(getEventLoop()).toBe(before);
  runner.run(done);
  expect(getEventLoop()).toBe(before);
  runner.close();
  expect(getEventLoop()).toBe(before);
});

test("a loop that was set while the runner was open stays set after runner.close()", () => {
  const mine = new VirtualLoop();
  const runner = virtualRunner();
  runner.getLoop();
  setEventLoop(mine);
  runner.run(done);
  runner.close();
  expect(getEventLoop()).toBe(mine);
  mine.close();
});

// CPython: test_runners.test_no_repr_is_call_on_the_task_result
test("runner.run() does not convert the result of main to a string", () => {
  let accesses = 0;
  const result = { toString: () => (accesses++, "text"), toJSON: () => accesses++ };
  using runner = virtualRunner();
  expect(
    runner.run(function* () {
      return result;
    }) === result,
  ).toBe(true);
  expect(accesses).toBe(0);
});

test("runner.close() during a run throws before it cancels anything, and closes the runner afterwards", async () => {
  const runner = new Runner();
  const running = runner.run(function* () {
    yield* sleep(5);
    return "not cancelled";
  });
  expect(() => runner.close()).toThrow("This event loop is already running");
  expect(await running).toBe("not cancelled");
  const loop = runner.getLoop();
  await Promise.all([runner.close(), runner.close()]);
  expect(loop.isClosed()).toBe(true);
});
