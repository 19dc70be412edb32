import { HostDriver, LoopCore } from "@asyncio-ts/loop";
import { afterEach, expect, test, vi } from "vitest";
import { FakeHost, restoreHost } from "./fake-host.ts";

afterEach(restoreHost);

test("HostDriver arms no host callback while the loop is idle", () => {
  const host = new FakeHost();
  const loop = new LoopCore(new HostDriver());
  expect(host.armed()).toEqual([]);
  loop.callSoon(() => {});
  host.turn();
  expect(host.armed()).toEqual([]);
});

test("HostDriver arms one host timer, for the earliest of all deadlines", () => {
  const host = new FakeHost();
  const loop = new LoopCore(new HostDriver());
  const timers = [50, 20, 30.5].map((ms) => loop.callLater(ms, () => {}));
  host.turn();
  expect(host.armed()).toEqual(["timer of 20"]);
  loop.callLater(10, () => {});
  host.turn();
  expect(host.armed()).toEqual(["timer of 10"]);
  host.clock += 10;
  host.turn();
  expect(host.armed()).toEqual(["timer of 10"]);
  timers[1]!.cancel();
  expect(host.armed()).toEqual(["timer of 21"]);
});

test("HostDriver keeps its host timer while the loop runs other work", () => {
  const host = new FakeHost();
  const loop = new LoopCore(new HostDriver());
  const log: string[] = [];
  loop.callLater(50, () => log.push("timer"));
  host.turn();
  const [timer] = host.timers;
  loop.callSoon(() => log.push("soon"));
  expect(host.armed()).toEqual(["microtask", "timer of 50"]);
  host.microtasks.shift()!();
  expect([log, host.microtasks]).toEqual([["soon"], []]);
  expect([...host.timers][0]).toBe(timer);
  loop.callSoon(() => log.push("later"));
  host.clock += 50;
  host.timers.delete(timer!);
  timer!.callback();
  expect(log).toEqual(["soon"]);
  host.microtasks.shift()!();
  expect(log).toEqual(["soon", "later", "timer"]);
  expect(host.armed()).toEqual([]);
});

test("rule 3: cancelling the only timer of a loop leaves no host timer armed", () => {
  const host = new FakeHost();
  const loop = new LoopCore(new HostDriver());
  const timer = loop.callLater(60_000, () => {});
  host.turn();
  expect(host.armed()).toEqual(["timer of 60000"]);
  timer.cancel();
  expect(host.armed()).toEqual([]);
});

test("HostDriver reaches a deadline beyond setTimeout's maximum with several host timers", () => {
  const host = new FakeHost();
  const loop = new LoopCore(new HostDriver());
  const longest = 2 ** 31 - 1;
  const log: string[] = [];
  loop.callLater(longest + 1_000, () => log.push("reached"));
  host.turn();
  expect(host.armed()).toEqual([`timer of ${longest}`]);
  host.clock += longest;
  host.turn();
  expect([log, host.armed()]).toEqual([[], ["timer of 1000"]]);
  host.clock += 1_000;
  host.turn();
  expect(log).toEqual(["reached"]);
});

test("HostDriver arms a host timer of 0 ms for a deadline in the past", () => {
  const host = new FakeHost();
  new HostDriver().park(host.clock - 5, () => {});
  expect(host.armed()).toEqual(["timer of 0"]);
});

test("wake() uses a macrotask after a quiet period, then microtasks for some milliseconds, then a macrotask again", () => {
  const host = new FakeHost();
  const loop = new LoopCore(new HostDriver());
  const wakes: string[] = [];
  for (let i = 0; i < 12; i++) {
    loop.callSoon(() => {});
    wakes.push(...host.armed());
    host.turn();
    host.clock += 1;
  }
  const later = Array.from({ length: 4 }, () => "microtask");
  expect(wakes).toEqual(["immediate", ...later, "immediate", ...later, "immediate", "microtask"]);
});

test("wake() called twice arms one host callback", () => {
  const host = new FakeHost();
  const driver = new HostDriver();
  let turns = 0;
  driver.park(Infinity, () => turns++);
  driver.wake();
  driver.wake();
  expect(host.armed()).toEqual(["immediate"]);
  host.turn();
  driver.park(Infinity, () => turns++);
  driver.wake();
  driver.wake();
  expect(host.armed()).toEqual(["microtask"]);
  host.turn();
  expect(turns).toBe(2);
});

test("park() replaces the callback that was armed before, even if the host cannot cancel it", () => {
  const host = new FakeHost();
  const driver = new HostDriver();
  const log: string[] = [];
  driver.park(-Infinity, () => log.push("first"));
  driver.park(host.clock + 5, () => log.push("second"));
  expect(host.armed()).toEqual(["timer of 5"]);
  driver.park(Infinity, () => log.push("third"));
  expect(host.armed()).toEqual([]);

  driver.park(-Infinity, () => log.push("fourth"));
  host.turn();
  driver.park(Infinity, () => log.push("fifth"));
  driver.wake();
  driver.park(Infinity, () => log.push("sixth"));
  expect(host.armed()).toEqual(["microtask"]);
  host.turn();
  expect(log).toEqual(["fourth"]);
});

test("close() disarms the driver, and a pending microtask then runs nothing", () => {
  const host = new FakeHost();
  const loop = new LoopCore(new HostDriver());
  const log: string[] = [];
  loop.callLater(5, () => log.push("timer"));
  host.turn();
  loop.close();
  expect(host.armed()).toEqual([]);

  const second = new LoopCore(new HostDriver());
  second.callSoon(() => {});
  host.turn();
  second.callSoon(() => log.push("microtask"));
  second.close();
  host.turn();
  expect(log).toEqual([]);
});

test("HostDriver without setImmediate wakes through one MessageChannel, and close() closes its port", () => {
  const host = new FakeHost("setImmediate");
  const posted: unknown[] = [];
  const ports: { onmessage: (() => void) | null }[] = [];
  let closed = 0;
  vi.stubGlobal(
    "MessageChannel",
    class {
      port1 = { onmessage: null };
      port2 = { postMessage: (message: unknown) => posted.push(message), close: () => closed++ };
      constructor() {
        ports.push(this.port1);
      }
    },
  );
  const loop = new LoopCore(new HostDriver());
  const log: string[] = [];
  for (const name of ["a", "b"]) {
    host.clock += 100;
    loop.callSoon(() => log.push(name));
    expect(host.armed()).toEqual([]);
    ports[0]!.onmessage!();
  }
  expect(log).toEqual(["a", "b"]);
  expect([ports.length, posted.length, closed]).toEqual([1, 2, 0]);
  // The second call stands for a late message: it must not run the timer.
  host.clock += 100;
  loop.callLater(5, () => log.push("too early"));
  ports[0]!.onmessage!();
  ports[0]!.onmessage!();
  expect([log, host.armed()]).toEqual([["a", "b"], ["timer of 5"]]);
  loop.close();
  expect(closed).toBe(1);
});

test("HostDriver without setImmediate and MessageChannel wakes through setTimeout", () => {
  const host = new FakeHost("setImmediate", "MessageChannel");
  const loop = new LoopCore(new HostDriver());
  const log: string[] = [];
  loop.callSoon(() => log.push("a"));
  expect(host.armed()).toEqual(["timer of 0"]);
  host.turn();
  expect([log, host.armed()]).toEqual([["a"], []]);
  const driver = new HostDriver();
  driver.park(-Infinity, () => {});
  driver.park(Infinity, () => {});
  expect(host.armed()).toEqual([]);
});
