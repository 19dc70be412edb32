import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { LoopCore } from "@asyncio-ts/loop";
import { abort, runtime } from "@asyncio-ts/loop/lowlevel";
import { expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { GuestLoop } from "./guest-loop.ts";
import { VirtualLoop } from "./virtual-loop.ts";

test("rule 4: stop() finishes the current pass, and work scheduled in it waits for the next run", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  loop.callSoon(() => {
    loop.stop();
    log.push("stops");
    loop.callSoon(() => log.push("next pass"));
  });
  loop.callSoon(() => log.push("same pass"));
  loop.runForever();
  expect(log).toEqual(["stops", "same pass"]);
  loop.runForever();
  expect(log).toEqual(["stops", "same pass", "next pass"]);
});

// CPython: test_base_events.test_run_once
test("rule 4: stop() before a run gives that run exactly one pass, which includes due timers", () => {
  const loop = new VirtualLoop();
  const { driver } = loop;
  const log: string[] = [];
  loop.callSoon(() => {
    log.push("soon");
    loop.callSoon(() => log.push("second pass"));
  });
  loop.callAt(0, () => log.push("due"));
  loop.callAt(1, () => log.push("later"));
  loop.stop();
  loop.runForever();
  expect(log).toEqual(["soon", "due"]);
  expect(driver.parks).toEqual([-Infinity]);
});

// CPython: test_base_events.test_run_forever_pre_stopped
test("rule 4: stop() called twice before the run of an empty loop ends only that run, at once", () => {
  const loop = new VirtualLoop();
  const { driver } = loop;
  loop.stop();
  loop.stop();
  loop.runForever();
  expect(driver.parks).toEqual([-Infinity]);
  driver.onPark = () => loop.stop();
  loop.runForever();
  expect(driver.parks).toEqual([-Infinity, Infinity]);
});

test("rule 4: stop() on a guest loop finishes the pass, and remaining work waits for the next run", async () => {
  const loop = new GuestLoop();
  const { driver } = loop;
  const log: string[] = [];
  loop.callSoon(() => {
    loop.stop();
    loop.callSoon(() => log.push("next run"));
  });
  loop.callSoon(() => log.push("same pass"));
  loop.callAt(5, () => log.push("timer"));
  const run = loop.runForever();
  driver.turn();
  await run;
  expect(log).toEqual(["same pass"]);
  expect(driver.armed).toBe(Infinity);

  const second = loop.runForever();
  driver.turn();
  expect(log).toEqual(["same pass", "next run"]);
  expect(driver.armed).toBe(5);
  loop.stop();
  driver.turn();
  await second;
  expect(log).toEqual(["same pass", "next run"]);
});

test("rule 4: stop() finishes the pass even if a guest loop pauses within it for the host", async () => {
  const loop = new GuestLoop();
  const { driver } = loop;
  let steps = 0;
  for (let i = 0; i < 100; i++) {
    loop.callSoon(() => {
      driver.clock += 0.05;
      if (steps++ === 0) loop.stop();
    });
  }
  const run = loop.runForever();
  driver.turn();
  expect([driver.armed, steps < 100]).toEqual([-Infinity, true]);
  while (driver.armed === -Infinity) driver.turn();
  await run;
  expect(steps).toBe(100);
});

test("a guest loop that rests after stop() runs all remaining work when the host schedules more", async () => {
  const loop = new GuestLoop();
  const { driver } = loop;
  const log: string[] = [];
  loop.callSoon(() => {
    loop.stop();
    loop.callSoon(() => log.push("left over"));
  });
  const run = loop.runForever();
  driver.turn();
  await run;
  loop.callAt(5, () => log.push("timer"));
  expect(driver.armed).toBe("wake");
  driver.turn();
  expect(log).toEqual(["left over"]);
  driver.clock = 5;
  driver.turn();
  expect(log).toEqual(["left over", "timer"]);
  expect(loop.isRunning()).toBe(false);
});

// CPython: test_base_events.test_close
test("isRunning() and isClosed() report the state of the loop; runForever() and close() throw inside a run", () => {
  const loop = new VirtualLoop();
  const states: boolean[][] = [];
  const errors: unknown[] = [];
  const attempt = (action: () => unknown): void => {
    try {
      action();
    } catch (error) {
      errors.push(error);
    }
  };
  const recordState = (): unknown => states.push([loop.isRunning(), loop.isClosed()]);
  recordState();
  loop.callSoon(() => {
    recordState();
    attempt(() => loop.runForever());
    attempt(() => loop.close());
    attempt(() => new VirtualLoop().runForever());
  });
  loop.runForever();
  expect(errors).toEqual([
    new Error("This event loop is already running"),
    new Error("Cannot close a running event loop"),
    new Error("Cannot run the event loop while another loop is running"),
  ]);
  recordState();
  loop.close();
  recordState();
  expect(states).toEqual([
    [false, false],
    [true, false],
    [false, false],
    [false, true],
  ]);
});

test.each<[string, (loop: LoopCore) => unknown]>([
  ["callSoon", (loop) => loop.callSoon(() => {})],
  ["callSoonThreadsafe", (loop) => loop.callSoonThreadsafe(() => {})],
  ["callLater", (loop) => loop.callLater(1, () => {})],
  ["callAt", (loop) => loop.callAt(1, () => {})],
  ["runForever", (loop) => loop.runForever()],
])("%s() throws on a closed loop", (_name, action) => {
  for (const loop of [new VirtualLoop(), new GuestLoop()]) {
    loop.close();
    expect(() => action(loop)).toThrow(new Error("Event loop is closed"));
  }
});

test("stop() in a timer's callback runs the other timers of the pass, and later timers wait for the next run", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  loop.callAt(10, () => loop.stop());
  loop.callAt(10, () => log.push("same pass"));
  loop.callAt(20, () => log.push("later"));
  loop.runForever();
  expect([log, loop.time()]).toEqual([["same pass"], 10]);
  loop.runForever();
  expect([log, loop.time()]).toEqual([["same pass", "later"], 20]);
});

test("close() called twice drops all scheduled work and closes the driver once", () => {
  const loop = new VirtualLoop();
  const { driver } = loop;
  const log: string[] = [];
  const handle = loop.callSoon(() => log.push("soon"));
  const timer = loop.callLater(1, () => log.push("later"));
  const work = loop.hostWork("a socket");
  loop.close();
  loop.close();
  expect(driver.closes).toBe(1);
  handle.cancel();
  timer.cancel();
  work[Symbol.dispose]();
  expect(driver.wakes).toBe(0);
  expect(log).toEqual([]);
});

// Only V8 collects garbage on demand.
test.skipIf(on("Bun", "Chromium"))("close() keeps nothing alive: arguments of scheduled callbacks are collected", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const loop = new VirtualLoop();
  const scheduled = ["soon", "later"].map((name) => new WeakRef({ name }));
  loop.callSoon((value) => value, scheduled[0]!.deref());
  loop.callLater(5, (value) => value, scheduled[1]!.deref());
  loop.close();
  // `deref` keeps its target alive until the end of the job.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  expect(scheduled.map((each) => each.deref())).toEqual([undefined, undefined]);
  expect(loop.isClosed()).toBe(true);
});

test("a host callback after close() runs nothing and does not park the loop", () => {
  const loop = new GuestLoop();
  const { driver } = loop;
  const log: string[] = [];
  loop.callSoon(() => log.push("dropped"));
  loop.close();
  driver.turn();
  expect(log).toEqual([]);
  expect(driver.armed).toBe("nothing");
});

test("LoopCore.running() returns the loop during its steps, and null between them", async () => {
  const loop = new VirtualLoop();
  const seen: unknown[] = [];
  loop.callSoon(() => seen.push(LoopCore.running()));
  seen.push(LoopCore.running());
  loop.runForever();
  seen.push(LoopCore.running());
  expect(seen).toEqual([null, loop, null]);

  const guest = new GuestLoop();
  const { driver } = guest;
  const run = guest.runForever();
  guest.callSoon(() => seen.push(LoopCore.running()));
  driver.turn();
  seen.push(LoopCore.running());
  expect(seen.slice(3)).toEqual([guest, null]);
  expect(guest.isRunning()).toBe(true);
  guest.stop();
  driver.turn();
  await run;
});

test("two guest loops run side by side, and a step of one schedules work on the other", async () => {
  const [a, b] = [new GuestLoop(), new GuestLoop()];
  const runs = [a.runForever(), b.runForever()];
  expect([a.isRunning(), b.isRunning()]).toEqual([true, true]);
  const log: string[] = [];
  a.callSoon(() => {
    log.push("a");
    b.callSoon(() => log.push("b, from a"));
  });
  a.driver.turn();
  b.driver.turn();
  expect(log).toEqual(["a", "b, from a"]);
  a.stop();
  b.stop();
  a.driver.turn();
  b.driver.turn();
  await Promise.all(runs);
});

// CPython: test_events.test_call_soon
test("callSoon(), callSoonThreadsafe(), callLater() and callAt() pass arguments to the callback", () => {
  const loop = new VirtualLoop();
  const seen: unknown[][] = [];
  const callback = (...args: unknown[]): unknown => seen.push(args);
  loop.callSoon(callback, 1, "two");
  loop.callSoonThreadsafe(callback);
  loop.callLater(1, callback, 3);
  loop.callAt(2, callback, 4, 5);
  loop.runForever();
  expect(seen).toEqual([[1, "two"], [], [3], [4, 5]]);
});

// CPython: test_base_events.test_time_and_call_at
// CPython: test_events.test_call_later
test("callLater() adds milliseconds to the current time of the loop's clock", () => {
  const loop = new VirtualLoop();
  const { driver } = loop;
  driver.clock = 1_000;
  const timer = loop.callLater(250, () => {});
  expect(timer.when()).toBe(1_250);
  loop.runForever();
  expect(loop.time()).toBe(1_250);
});

// CPython: test_base_events.test_call_soon_non_callable
// CPython: test_base_events.test_call_later
// CPython: test_base_events.test_call_coroutine
test("invalid arguments throw a TypeError that names the method, the expected type and the value", () => {
  const loop = new VirtualLoop();
  const errorOf = (action: () => unknown): string => {
    try {
      action();
    } catch (error) {
      return String(error);
    }
    return "nothing was thrown";
  };
  expect([
    errorOf(() => loop.callSoon("print" as never)),
    errorOf(() => loop.callLater("10" as never, () => {})),
    errorOf(() => loop.callLater(NaN, () => {})),
    errorOf(() => loop.callAt(undefined as never, () => {})),
    errorOf(() => loop.callAt(1, null as never)),
    errorOf(() => loop.callSoon(function* main() {})),
    errorOf(() => loop.setExceptionHandler([] as never)),
  ]).toEqual([
    'TypeError: callSoon: a plain function (createTask runs coroutines) was expected, got "print"',
    'TypeError: callLater: a number of milliseconds was expected, got "10"',
    "TypeError: callLater: a number of milliseconds was expected, got NaN",
    "TypeError: callAt: a number of milliseconds was expected, got undefined",
    "TypeError: callAt: a plain function (createTask runs coroutines) was expected, got null",
    "TypeError: callSoon: a plain function (createTask runs coroutines) was expected, got function* main",
    "TypeError: setExceptionHandler: a plain function or null was expected, got an array of 0",
  ]);
  loop.runForever();
  expect(loop.time()).toBe(0);
});

test("an error thrown by the driver ends the run, and the loop can run again", async () => {
  const loop = new VirtualLoop();
  const { driver } = loop;
  const broken = new Error("no clock");
  driver.onPark = () => {
    throw broken;
  };
  expect(() => loop.runForever()).toThrow(broken);
  expect([loop.isRunning(), runtime.running]).toEqual([false, null]);
  driver.onPark = () => loop.stop();
  loop.runForever();
});

test("abort() on a guest loop rejects the run with the given error", async () => {
  const loop = new GuestLoop();
  const run = loop.runForever();
  abort(loop, new Error("nothing will ever come"));
  await expect(run).rejects.toThrow("nothing will ever come");
  expect(loop.isRunning()).toBe(false);
});

test("loop.toString() shows the class, the state and debug mode", () => {
  const loop = new VirtualLoop();
  loop.setDebug(true);
  expect(String(loop)).toBe("<VirtualLoop running=false closed=false debug=true>");
});
