import { expect, test } from "vitest";
import { GuestLoop } from "./guest-loop.ts";
import { VirtualDriver, VirtualLoop } from "./virtual-loop.ts";

test("a loop that owns its thread parks before its first pass, then until each deadline, then without one", () => {
  const loop = new VirtualLoop();
  loop.callAt(30, () => loop.callSoon(() => {}));
  loop.callAt(10, () => {});
  loop.callSoon(() => {});
  loop.runForever();
  expect(loop.driver.parks).toEqual([-Infinity, 10, 30, Infinity]);
});

test("a loop that owns its thread parks after every pass if its slice is 0", () => {
  const loop = new VirtualLoop(new VirtualDriver(0));
  const { driver } = loop;
  const log: string[] = [];
  const spin = (left: number): void => {
    log.push("step");
    if (left > 0) loop.callSoon(spin, left - 1);
  };
  loop.callSoon(spin, 3);
  driver.onPark = (deadline) => (deadline === Infinity ? loop.stop() : log.push("poll"));
  loop.runForever();
  expect(log).toEqual(["poll", "step", "poll", "step", "poll", "step", "poll", "step"]);
});

test("a loop that owns its thread parks when its slice is over, but never within a pass", () => {
  const loop = new VirtualLoop(new VirtualDriver(5));
  const { driver } = loop;
  let steps = 0;
  const works = (): void => {
    steps++;
    driver.clock += 1;
    if (steps <= 300) loop.callSoon(works);
  };
  for (let i = 0; i < 100; i++) loop.callSoon(works);
  const seen: number[] = [];
  const { onPark } = driver;
  driver.onPark = (deadline) => {
    seen.push(steps);
    onPark(deadline);
  };
  loop.runForever();
  expect(seen).toEqual([0, 100, 200, 300, 400]);
});

test("a loop that owns its thread is woken once per park by work that the host schedules", () => {
  const loop = new VirtualLoop();
  const { driver } = loop;
  const log: string[] = [];
  driver.onPark = (deadline) => {
    if (deadline !== 100) return loop.stop();
    loop.callSoon(() => log.push("soon"));
    loop.callLater(50, () => log.push("timer"));
    loop.callSoonThreadsafe(() => log.push("threadsafe"));
  };
  loop.callAt(100, () => log.push("deadline"));
  loop.runForever();
  expect(driver.parks).toEqual([100, Infinity]);
  expect(driver.wakes).toBe(2);
  expect(log).toEqual(["soon", "threadsafe", "timer", "deadline"]);
});

test("a loop that owns its thread is not woken by work scheduled before the run or in its own steps", () => {
  const loop = new VirtualLoop();
  loop.callSoon(() => {
    loop.callSoon(() => {});
    loop.callLater(5, () => {});
    loop.hostWork("nothing")[Symbol.dispose]();
  });
  loop.runForever();
  // `stop` in the last park causes the one wake-up.
  expect(loop.driver.wakes).toBe(1);
});

test("a guest loop parks until its earliest deadline, or without one if no timer is set", () => {
  const loop = new GuestLoop();
  const { driver } = loop;
  expect(driver.armed).toBe(Infinity);
  loop.callAt(20, () => {});
  loop.callAt(10, () => {});
  expect(driver.armed).toBe("wake");
  driver.turn();
  expect(driver.armed).toBe(10);
  driver.clock = 10;
  driver.turn();
  expect(driver.armed).toBe(20);
  driver.clock = 20;
  driver.turn();
  expect(driver.armed).toBe(Infinity);
});

// CPython: test_events.test_timeout_rounding
test("a guest loop that is called before its deadline runs nothing and parks again", () => {
  const loop = new GuestLoop();
  const { driver } = loop;
  const log: string[] = [];
  loop.callAt(10, () => log.push("due"));
  driver.turn();
  driver.clock = 9.5;
  driver.turn();
  expect([log, driver.armed]).toEqual([[], 10]);
  driver.clock = 10;
  driver.turn();
  expect(log).toEqual(["due"]);
});

test("rule 3: cancelling the next timer of a parked guest loop removes its deadline from the driver", () => {
  const loop = new GuestLoop();
  const { driver } = loop;
  const first = loop.callAt(10, () => {});
  const second = loop.callAt(20, () => {});
  driver.turn();
  second.cancel();
  expect(driver.armed).toBe(10);
  first.cancel();
  expect(driver.armed).toBe(Infinity);
});

test("rule 3: cancelling the next timer of a parked loop that owns its thread ends the park", () => {
  const loop = new VirtualLoop();
  const { driver } = loop;
  const timer = loop.callAt(10, () => {});
  driver.onPark = (deadline) => {
    if (deadline === 10) timer.cancel();
    else loop.stop();
  };
  loop.runForever();
  expect(driver.parks).toEqual([10, Infinity]);
  expect(driver.wakes).toBe(2);
});

test("a guest loop pauses within a pass when its slice is over, and resumes that pass first", () => {
  const loop = new GuestLoop();
  const { driver } = loop;
  const log: string[] = [];
  for (let i = 0; i < 64; i++) {
    loop.callSoon(() => {
      driver.clock += 0.05;
      if (i === 0) loop.callSoon(() => log.push("next pass"));
      if (i === 63) log.push("last of the pass");
    });
  }
  loop.callAt(0.5, () => log.push("timer"));
  driver.turn();
  expect([log, driver.armed]).toEqual([[], -Infinity]);
  // The driver is armed already, so this needs no wake-up. It waits for the next pass.
  loop.callSoon(() => log.push("from the host"));
  expect(driver.armed).toBe(-Infinity);
  driver.turn();
  if (driver.armed === -Infinity) driver.turn();
  expect(log).toEqual(["last of the pass", "next pass", "from the host", "timer"]);
  expect(driver.armed).toBe(Infinity);
});

test("a guest loop reads the clock every 32 steps, so that ready work does not delay due timers", () => {
  const loop = new GuestLoop();
  const { driver } = loop;
  let steps = 0;
  let firedAt = Infinity;
  loop.callAt(3, () => {
    firedAt = steps;
  });
  const spin = (): void => {
    steps++;
    driver.clock += 0.01;
    if (firedAt === Infinity && steps < 10_000) loop.callSoon(spin);
  };
  loop.callSoon(spin);
  while (driver.armed === "wake" || driver.armed === -Infinity) driver.turn();
  expect(firedAt).toBeGreaterThanOrEqual(300);
  expect(firedAt).toBeLessThanOrEqual(300 + 64);
});

test("runForever() and stop() wake a guest loop, even if nothing is scheduled", async () => {
  const loop = new GuestLoop();
  const run = loop.runForever();
  expect(loop.driver.armed).toBe("wake");
  loop.driver.turn();
  loop.stop();
  expect(loop.driver.armed).toBe("wake");
  loop.driver.turn();
  await run;
});
