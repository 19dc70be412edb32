import { driverOf } from "@asyncio-ts/loop/lowlevel";
import { ContextVar } from "@asyncio-ts/loop";
import { CancelledError, coroutine, createTask, getEventLoop, getRunningLoop, sleep, type Task } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { onePass } from "./one-pass.ts";
import { reportsOf, warnings } from "./reports.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

// CPython: test_events.test_run_until_complete
test("loop.runUntilComplete() returns the result of a coroutine, a coroutine function, a task, a future or another awaitable", () => {
  function* work() {
    yield* sleep(10);
    return 1;
  }
  const future = loop.createFuture<number>();
  loop.callLater(1, () => future.setResult(2));
  expect([
    loop.runUntilComplete(work()),
    loop.runUntilComplete(work),
    loop.runUntilComplete(coroutine(work)),
    loop.runUntilComplete(loop.createTask(work)),
    loop.runUntilComplete(future),
    loop.runUntilComplete({ [Symbol.iterator]: () => sleep(5, 3) }),
  ]).toEqual([1, 1, 1, 1, 2, 3]);
});

test("loop.runUntilComplete() throws the error of the awaitable", () => {
  expect(() =>
    loop.runUntilComplete(function* () {
      yield* sleep(1);
      throw new RangeError("boom");
    }),
  ).toThrow(new RangeError("boom"));
  const cancelled = loop.createFuture();
  cancelled.cancel("no");
  expect(() => loop.runUntilComplete(cancelled)).toThrow(new CancelledError("no"));
});

test("a loop that is run again continues with its unfinished tasks", () => {
  const log: string[] = [];
  const background = loop.createTask(function* () {
    for (let i = 0; i < 3; i++) {
      yield* sleep(10);
      log.push(`background ${loop.time()}`);
    }
  });
  loop.runUntilComplete(sleep(15));
  expect(log).toEqual(["background 10"]);
  loop.runUntilComplete(background);
  expect(log).toEqual(["background 10", "background 20", "background 30"]);
});

// CPython: test_tasks.test_stop_while_run_in_complete
test("rule 4: loop.runUntilComplete() throws if the loop is stopped early, and the task continues in the next run", () => {
  let x = 0;
  const task = loop.createTask(function* () {
    while (x < 10) {
      yield* sleep(100);
      x++;
      if (x === 2) loop.stop();
    }
  });
  expect(() => loop.runUntilComplete(task)).toThrow(new Error("Event loop stopped before Future completed."));
  expect([task.done(), x, loop.time()]).toEqual([false, 2, 200]);
  task.cancel();
  expect(() => loop.runUntilComplete(task)).toThrow(CancelledError);
  expect(x).toBe(2);
});

// CPython: test_events.test_run_until_complete_stopped
test("rule 4: loop.runUntilComplete() throws if its task stops the loop and then awaits", () => {
  expect(() =>
    loop.runUntilComplete(function* () {
      loop.stop();
      yield* sleep(100);
    }),
  ).toThrow(new Error("Event loop stopped before Future completed."));
});

// CPython: test_base_events.test_run_until_complete_loop_orphan_future_close_loop
test("rule 4: stopping the loop early does not stop the next run when the first future is done", () => {
  const future = loop.createFuture<void>();
  loop.callSoon(() => loop.stop());
  expect(() => loop.runUntilComplete(future)).toThrow("Event loop stopped before Future completed.");
  future.setResult();
  expect(
    loop.runUntilComplete(function* () {
      yield* sleep(100);
      return "whole";
    }),
  ).toBe("whole");
});

test("a task left unfinished by an early stop is not reported again when the loop closes", () => {
  const reports = reportsOf(loop);
  loop.callSoon(() => loop.stop());
  expect(() => loop.runUntilComplete(sleep(1))).toThrow("Event loop stopped before Future completed.");
  loop.createTask(sleep(1), { name: "forgotten" });
  loop.close();
  expect(reports.map(({ message, task }) => [message, (task as Task<void>).getName()])).toEqual([
    ["Task was destroyed but it is pending!", "forgotten"],
  ]);
});

// CPython: test_base_events.RunningLoopTests.test_running_loop_within_a_loop
// CPython: test_events.test_run_until_complete_nesting
test("loop.runUntilComplete() inside a step throws, for the running loop and for another loop", () => {
  const other = new VirtualLoop();
  loop.runUntilComplete(function* () {
    expect(loop.isRunning()).toBe(true);
    expect(() => loop.runUntilComplete(sleep(1))).toThrow(new Error("This event loop is already running"));
    expect(() => other.runUntilComplete(sleep(1))).toThrow(new Error("Cannot run the event loop while another loop is running"));
    expect(() => other.runForever()).toThrow(new Error("Cannot run the event loop while another loop is running"));
    yield* sleep(1);
  });
  other.close();
});

// CPython: test_base_events.test_run_until_complete_type_error
// CPython: test_base_events.test_run_until_complete_loop
test("loop.runUntilComplete() throws for a future of another loop and for a value that cannot be awaited", () => {
  const other = new VirtualLoop();
  expect(() => other.runUntilComplete(loop.createFuture())).toThrow("a future of the given loop was expected");
  expect(() => loop.runUntilComplete("blah" as never)).toThrow(TypeError);
  expect(loop.isRunning()).toBe(false);
  other.close();
});

// CPython: test_base_events.test_close
// CPython: test_events.test_close
test("a closed loop throws when it is to run, create a task or schedule a callback", () => {
  loop.close();
  expect(loop.isClosed()).toBe(true);
  const future = loop.createFuture();
  const closed = new Error("Event loop is closed");
  expect(() => loop.runForever()).toThrow(closed);
  expect(() => loop.runUntilComplete(future)).toThrow(closed);
  expect(() => loop.createTask(sleep(1))).toThrow(closed);
  expect(() => loop.callSoon(() => {})).toThrow(closed);
  expect(() => loop.callSoonThreadsafe(() => {})).toThrow(closed);
  expect(() => loop.callLater(1, () => {})).toThrow(closed);
  expect(() => loop.callAt(1, () => {})).toThrow(closed);
});

// CPython: test_events.test_close_running_event_loop
test("loop.close() throws while the loop is running", () => {
  expect(() =>
    loop.runUntilComplete(function* () {
      loop.close();
    }),
  ).toThrow(new Error("Cannot close a running event loop"));
  expect(loop.isClosed()).toBe(false);
});

test("loop.runForever() finishes the pass after stop(), and leaves new callbacks to the next run", () => {
  const log: string[] = [];
  loop.callLater(10, () => {
    loop.stop();
    loop.callSoon(() => log.push("next run"));
    log.push("stopped");
  });
  loop.callLater(10, () => log.push("same pass"));
  loop.runForever();
  expect([log, loop.isRunning()]).toEqual([["stopped", "same pass"], false]);
  onePass(loop);
  expect(log).toEqual(["stopped", "same pass", "next run"]);
});

test("loop.stop() in a task ends runForever()", () => {
  const task: Task<string> = loop.createTask(function* () {
    yield* sleep(10);
    loop.stop();
    return "done";
  });
  loop.runForever();
  expect(task.result()).toBe("done");
});

// CPython: test_base_events.test_default_exc_handler_coro
test("a task that fails during runForever() is reported when the loop closes", () => {
  const reports = reportsOf(loop);
  const task = loop.createTask(function* () {
    yield* sleep(10);
    throw new RangeError("boom");
  });
  task.addDoneCallback(() => loop.stop());
  loop.runForever();
  loop.close();
  expect(reports.map(({ message, exception }) => [message, exception])).toEqual([
    ["Task exception was never retrieved", new RangeError("boom")],
  ]);
});

test("getRunningLoop() returns the loop in its steps and callbacks, and throws outside", () => {
  expect(() => getRunningLoop()).toThrow(new Error("no running event loop"));
  const seen: unknown[] = [];
  loop.callSoon(() => seen.push(getRunningLoop(), getEventLoop()));
  loop.runUntilComplete(function* () {
    seen.push(getRunningLoop(), getEventLoop());
  });
  expect(seen.map((each) => each === loop)).toEqual([true, true, true, true]);
  expect(() => getRunningLoop()).toThrow(new Error("no running event loop"));
});

test("loop.runUntilComplete() on a host loop returns a promise of the result or the error", async () => {
  const host = new HostVirtualLoop();
  const promise = host.runUntilComplete(sleep(1000, "slept"));
  expect(promise).toBeInstanceOf(Promise);
  expect([host.isRunning(), await promise, host.time(), host.isRunning()]).toEqual([true, "slept", 1000, false]);
  await expect(
    host.runUntilComplete(function* () {
      throw new RangeError("boom");
    }),
  ).rejects.toEqual(new RangeError("boom"));
  await expect(
    host.runUntilComplete(function* () {
      host.stop();
      yield* sleep(1);
    }),
  ).rejects.toEqual(new Error("Event loop stopped before Future completed."));
  host.close();
});

// CPython: test_base_events.test_log_slow_callbacks
test("debug mode warns about a slow step and names its task", () => {
  const warned = warnings();
  let now = 0;
  const slow = new VirtualLoop();
  vi.spyOn(driverOf(slow), "now").mockImplementation(() => now);
  slow.setDebug(true);
  slow.createTask(
    function* () {
      now += 250;
    },
    { name: "slow" },
  );
  onePass(slow);
  expect(warned).toEqual([`Executing <Task finished name='slow' result=undefined> took 250 ms`]);
});

// CPython: test_pep492.test_async_def_coroutines
test("debug mode does not change the results of coroutines", () => {
  loop.setDebug(true);
  const variable = new ContextVar("variable", { default: "none" });
  const result = loop.runUntilComplete(function* () {
    variable.set("set");
    const task = createTask(function* () {
      yield* sleep(100);
      return variable.get();
    });
    return `${yield* task} ${loop.time()}`;
  });
  expect(result).toBe("set 100");
});

// CPython: test_base_events.test_set_exc_handler_invalid
test("loop.setExceptionHandler() throws TypeError for a value that is neither a function nor null", () => {
  expect(() => loop.setExceptionHandler("spam" as never)).toThrow(
    new TypeError('setExceptionHandler: a plain function or null was expected, got "spam"'),
  );
  expect(loop.getExceptionHandler()).toBe(null);
});
