import { expect, test } from "vitest";
import { GuestLoop } from "./guest-loop.ts";
import { VirtualDriver, VirtualLoop } from "./virtual-loop.ts";

test("an owner parks until the next deadline, for ever without one, and not at all while work is ready", () => {
  const loop = new VirtualLoop();
  loop.callAt(30, () => loop.callSoon(() => {}));
  loop.callAt(10, () => {});
  loop.callSoon(() => {});
  loop.runForever();
  expect(loop.driver.parks).toEqual([-Infinity, 10, 30, Infinity]);
});

test("an owner with slice 0 lets the world in after every pass", () => {
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

test("a slice of an owner is over when its milliseconds are, and never within a pass", () => {
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

test("what the world schedules while an owner is parked wakes it, once each park", () => {
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

test("an owner is not woken by what its own steps schedule, nor before it runs", () => {
  const loop = new VirtualLoop();
  loop.callSoon(() => {
    loop.callSoon(() => {});
    loop.callLater(5, () => {});
    loop.hostWork("nothing")[Symbol.dispose]();
  });
  loop.runForever();
  // The one is that of `stop`, which ends this run from outside.
  expect(loop.driver.wakes).toBe(1);
});

test("a guest arms nothing for an idle loop, and one deadline for its timers", () => {
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
test("a guest that is called early goes back to sleep", () => {
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

test("rule 3: a cancelled timer never wakes a guest, nor keeps it armed", () => {
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

test("rule 3: a timer that the world cancels while an owner is parked for it is not waited for", () => {
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

test("a guest pauses when its slice is over, and goes on where it was in the pass", () => {
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
  // Already armed: what the host schedules meanwhile needs no wake-up, and waits for its pass.
  loop.callSoon(() => log.push("from the host"));
  expect(driver.armed).toBe(-Infinity);
  driver.turn();
  if (driver.armed === -Infinity) driver.turn();
  expect(log).toEqual(["last of the pass", "next pass", "from the host", "timer"]);
  expect(driver.armed).toBe(Infinity);
});

test("a guest looks at the clock in a slice every 32 steps, so that due timers are not kept waiting by ready work", () => {
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

test("a run of a guest wakes it, also when it has nothing to do", async () => {
  const loop = new GuestLoop();
  const run = loop.runForever();
  expect(loop.driver.armed).toBe("wake");
  loop.driver.turn();
  loop.stop();
  expect(loop.driver.armed).toBe("wake");
  loop.driver.turn();
  await run;
});
