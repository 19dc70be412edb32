import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { LoopCore } from "@asyncio-ts/loop";
import { runtime } from "@asyncio-ts/loop/lowlevel";
import { expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { GuestLoop } from "./guest-loop.ts";
import { VirtualLoop } from "./virtual-loop.ts";

test("rule 4: stop() finishes the pass, and what it scheduled waits for the next run", () => {
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
test("rule 4: stop() before running gives exactly one pass, which includes the timers that are due", () => {
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
test("rule 4: stop() before running an empty loop returns at once, and counts once", () => {
  const loop = new VirtualLoop();
  const { driver } = loop;
  loop.stop();
  loop.stop();
  loop.runForever();
  expect(driver.parks).toEqual([-Infinity]);
  driver.outside = () => loop.stop();
  loop.runForever();
  expect(driver.parks).toEqual([-Infinity, Infinity]);
});

test("rule 4: a guest stops after the pass, and rests", async () => {
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

test("rule 4: stop() finishes the pass also where a guest pauses in it for the host", async () => {
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

test("a guest that rests after stop() is woken by what the host schedules, and then does all that is left", async () => {
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
test("the states of a loop, and the errors of the wrong one", () => {
  const loop = new VirtualLoop();
  const states: boolean[][] = [];
  const errors: unknown[] = [];
  const attempt = (deed: () => unknown): void => {
    try {
      deed();
    } catch (error) {
      errors.push(error);
    }
  };
  const look = (): unknown => states.push([loop.isRunning(), loop.isClosed()]);
  look();
  loop.callSoon(() => {
    look();
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
  look();
  loop.close();
  look();
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
])("a closed loop refuses %s", (_name, deed) => {
  for (const loop of [new VirtualLoop(), new GuestLoop()]) {
    loop.close();
    expect(() => deed(loop)).toThrow(new Error("Event loop is closed"));
  }
});

test("a timer that was due when the loop stopped, and one that was not, wait for the next run", () => {
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

test("close drops everything that is scheduled, and lets go of the host once", () => {
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
test.skipIf(on("Bun", "Chromium"))("close keeps nothing alive of what was scheduled", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const loop = new VirtualLoop();
  const scheduled = ["soon", "later"].map((name) => new WeakRef({ name }));
  loop.callSoon((kept) => kept, scheduled[0]!.deref());
  loop.callLater(5, (kept) => kept, scheduled[1]!.deref());
  loop.close();
  // What a WeakRef gave lives until the end of the job.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  expect(scheduled.map((each) => each.deref())).toEqual([undefined, undefined]);
  expect(loop.isClosed()).toBe(true);
});

test("a host callback that comes after the loop was closed finds nothing to do", () => {
  const loop = new GuestLoop();
  const { driver } = loop;
  const log: string[] = [];
  loop.callSoon(() => log.push("dropped"));
  loop.close();
  driver.turn();
  expect(log).toEqual([]);
  expect(driver.armed).toBe("nothing");
});

test("running() is the loop whose step this is, and only then", async () => {
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

test("guests run side by side: a run of the other may begin between two slices", async () => {
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
test("a callback gets its arguments", () => {
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
test("callLater counts from now, in milliseconds of the loop's clock", () => {
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
test("wrong input is named: who was called, what was expected, what came", () => {
  const loop = new VirtualLoop();
  const refused = (deed: () => unknown): string => {
    try {
      deed();
    } catch (error) {
      return String(error);
    }
    return "nothing was thrown";
  };
  expect([
    refused(() => loop.callSoon("print" as never)),
    refused(() => loop.callLater("10" as never, () => {})),
    refused(() => loop.callLater(NaN, () => {})),
    refused(() => loop.callAt(undefined as never, () => {})),
    refused(() => loop.callAt(1, null as never)),
    refused(() => loop.callSoon(function* main() {})),
    refused(() => loop.setExceptionHandler([] as never)),
  ]).toEqual([
    'TypeError: callSoon: a plain function was expected (createTask runs coroutines), got "print"',
    'TypeError: callLater: a number of milliseconds was expected, got "10"',
    "TypeError: callLater: a number of milliseconds was expected, got NaN",
    "TypeError: callAt: a number of milliseconds was expected, got undefined",
    "TypeError: callAt: a plain function was expected (createTask runs coroutines), got null",
    "TypeError: callSoon: a plain function was expected (createTask runs coroutines), got function* main",
    "TypeError: setExceptionHandler: a function or null was expected, got an array of 0",
  ]);
  loop.runForever();
  expect(loop.time()).toBe(0);
});

test("a driver that throws ends the run with its error, and the loop can run again", async () => {
  const loop = new VirtualLoop();
  const { driver } = loop;
  const broken = new Error("no clock");
  driver.outside = () => {
    throw broken;
  };
  expect(() => loop.runForever()).toThrow(broken);
  expect([loop.isRunning(), runtime.running]).toEqual([false, null]);
  driver.outside = () => loop.stop();
  loop.runForever();
});

test("abort ends a guest's run with an error", async () => {
  const loop = new GuestLoop();
  const run = loop.runForever();
  loop.abort(new Error("nothing will ever come"));
  await expect(run).rejects.toThrow("nothing will ever come");
  expect(loop.isRunning()).toBe(false);
});

test("a loop says what state it is in", () => {
  const loop = new VirtualLoop();
  loop.setDebug(true);
  expect(String(loop)).toBe("<VirtualLoop running=false closed=false debug=true>");
});
