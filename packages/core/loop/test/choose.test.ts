import type { ChoiceKind, Runnable } from "@asyncio-ts/loop";
import { expect, test } from "vitest";
import { GuestLoop } from "./guest-loop.ts";
import { VirtualLoop } from "./virtual-loop.ts";

type Asked = [kind: ChoiceKind, alternatives: readonly unknown[]];

/** Has `loop` ask a chooser that notes what it was asked, and always takes the last alternative, or the first. */
function choosing(loop: VirtualLoop | GuestLoop, take: "first" | "last" = "last", only?: ChoiceKind): Asked[] {
  const asked: Asked[] = [];
  loop.choose = (kind, alternatives) => {
    asked.push([kind, [...alternatives]]);
    return take === "last" && (only === undefined || only === kind) ? alternatives.length - 1 : 0;
  };
  return asked;
}

/** A program with something of everything: ready work, equal deadlines, a deadline ahead of ready work. */
function program(loop: VirtualLoop): string[] {
  const log: string[] = [];
  for (const name of ["a", "b", "c"]) {
    loop.callSoon(() => {
      log.push(name);
      loop.callSoon(() => log.push(`${name}'`));
    });
  }
  for (const name of ["x", "y", "z"]) loop.callAt(5, () => log.push(`${name} at ${loop.time()}`));
  loop.callAt(9, () => log.push(`w at ${loop.time()}`));
  return log;
}

test("0 is asyncio's order, in every kind", () => {
  const plain = new VirtualLoop();
  const expected = program(plain);
  plain.runForever();
  const loop = new VirtualLoop();
  const log = program(loop);
  const asked = choosing(loop, "first");
  loop.runForever();
  expect(log).toEqual(expected);
  expect(new Set(asked.map(([kind]) => kind))).toEqual(new Set(["ready", "deadline", "time"]));
  expect(expected).toEqual(["a", "b", "c", "a'", "b'", "c'", "x at 5", "y at 5", "z at 5", "w at 9"]);
});

test('"ready": which handle of the current pass is next', () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  const handles = ["a", "b", "c"].map((name) => loop.callSoon(() => log.push(name)));
  const asked = choosing(loop);
  loop.runForever();
  expect(log).toEqual(["c", "b", "a"]);
  expect(asked).toEqual([
    ["ready", [handles[0], handles[1], handles[2]]],
    ["ready", [handles[0], handles[1]]],
  ]);
});

test('"ready" is never asked across passes', () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  for (const name of ["a", "b"]) {
    loop.callSoon(() => {
      log.push(name);
      for (const n of [1, 2]) loop.callSoon(() => log.push(name + n));
    });
  }
  const asked = choosing(loop);
  loop.runForever();
  expect(log).toEqual(["b", "a", "a2", "a1", "b2", "b1"]);
  expect(asked.map(([, alternatives]) => alternatives.length)).toEqual([2, 4, 3, 2]);
});

test('"ready" is never asked about the order of one owner, such as the callbacks of one future', () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  const future = { context: null, run: () => log.push("future") };
  const late = (n: number): Runnable => ({ context: null, owner: future, run: () => log.push(`late ${n}`) });
  loop.enqueue(future as Runnable);
  loop.callSoon(() => log.push("handle"));
  for (const n of [1, 2]) loop.enqueue(late(n));
  const asked = choosing(loop);
  loop.runForever();
  expect(log).toEqual(["handle", "future", "late 1", "late 2"]);
  expect(asked.map(([, alternatives]) => alternatives.length)).toEqual([2]);
});

test('"deadline": which of equal deadlines comes first', () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  const timers = ["a", "b", "c"].map((name) => loop.callAt(5, () => log.push(name)));
  loop.callAt(6, () => log.push("later"));
  const asked = choosing(loop, "last", "deadline");
  loop.runForever();
  expect(log).toEqual(["c", "b", "a", "later"]);
  expect(asked.filter(([kind]) => kind === "deadline")).toEqual([
    ["deadline", [timers[0], timers[1], timers[2]]],
    ["deadline", [timers[0], timers[1]]],
  ]);
});

test('"time": whether the clock has already reached the next deadline although work is ready', () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  loop.callSoon(() => log.push(`ready at ${loop.time()}`));
  loop.callAt(5, () => log.push(`timer at ${loop.time()}`));
  const asked = choosing(loop, "last", "time");
  loop.runForever();
  expect(log).toEqual(["ready at 5", "timer at 5"]);
  expect(asked[0]).toEqual(["time", [0, 5]]);
});

test("nothing is asked where there is one alternative", () => {
  const loop = new VirtualLoop();
  const asked = choosing(loop);
  loop.callSoon(() => {
    loop.callSoon(() => loop.callAt(5, () => {}));
  });
  loop.callSoon(() => {}).cancel();
  loop.callAt(5, () => {}).cancel();
  loop.runForever();
  expect(loop.time()).toBe(5);
  expect(asked).toEqual([]);
});

test('"time" is not asked when nothing is ready, no timer is set, or it is due anyway', () => {
  const loop = new VirtualLoop();
  const asked = choosing(loop);
  loop.callSoon(() => {});
  loop.runForever();
  loop.callAt(5, () => {});
  loop.runForever();
  loop.callAt(5, () => {});
  loop.callSoon(() => {});
  loop.runForever();
  expect(asked.filter(([kind]) => kind === "time")).toEqual([]);
});

test("a guest, whose clock is the host's, is asked for the order but never for the time", () => {
  const loop = new GuestLoop();
  const log: string[] = [];
  for (const name of ["a", "b"]) loop.callSoon(() => log.push(name));
  loop.callAt(5, () => {});
  const asked = choosing(loop);
  loop.driver.turn();
  expect(log).toEqual(["b", "a"]);
  expect(asked.map(([kind]) => kind)).toEqual(["ready"]);
});

test("a pass that a guest has begun to choose in is finished, also when the chooser is taken away", () => {
  const loop = new GuestLoop();
  const log: number[] = [];
  for (let i = 0; i < 64; i++) {
    loop.callSoon(() => {
      loop.driver.clock += 0.05;
      log.push(i);
    });
  }
  choosing(loop);
  loop.driver.turn();
  expect(log).toEqual(Array.from({ length: 32 }, (_, i) => 63 - i));
  loop.choose = null;
  loop.driver.turn();
  if (loop.driver.armed === -Infinity) loop.driver.turn();
  expect(log.slice(32)).toEqual(Array.from({ length: 32 }, (_, i) => i));
});

test.each([-1, 2, 0.5, NaN, "1" as never, undefined as never])("a bad index, %s, ends the run with an error that names it", (index) => {
  const loop = new VirtualLoop();
  for (let i = 0; i < 2; i++) loop.callSoon(() => {});
  loop.choose = () => index;
  expect(() => loop.runForever()).toThrow(new RangeError(`choose(ready): an index below 2 was expected, got ${index}`));
  expect(loop.isRunning()).toBe(false);
});

test("a bad index ends a guest's run with an error, too", async () => {
  const loop = new GuestLoop();
  for (let i = 0; i < 2; i++) loop.callSoon(() => {});
  loop.choose = () => 7;
  const run = loop.runForever();
  loop.driver.turn();
  await expect(run).rejects.toThrow(new RangeError("choose(ready): an index below 2 was expected, got 7"));
  expect(loop.isRunning()).toBe(false);
});

test("nothing is lost by a bad index", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  for (const name of ["a", "b"]) loop.callSoon(() => log.push(name));
  for (const name of ["x", "y"]) loop.callAt(0, () => log.push(name));
  for (const kind of ["deadline", "ready"]) {
    loop.choose = (asked) => (asked === kind ? 9 : 0);
    expect(() => loop.runForever()).toThrow(`choose(${kind})`);
  }
  loop.choose = null;
  loop.runForever();
  expect(log).toEqual(["a", "b", "x", "y"]);
});
