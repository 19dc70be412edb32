import type { ChoiceKind, Runnable } from "@asyncio-ts/loop";
import { enqueue, setChooser } from "@asyncio-ts/loop/lowlevel";
import { expect, test } from "vitest";
import { GuestLoop } from "./guest-loop.ts";
import { VirtualLoop } from "./virtual-loop.ts";

type Choice = [kind: ChoiceKind, alternatives: readonly unknown[]];

/**
 * Installs a chooser that records each choice.
 *
 * @param take the alternative to take
 * @param only the kind of choice in which the last alternative is taken; every kind by default
 */
function recordChoices(loop: VirtualLoop | GuestLoop, take: "first" | "last" = "last", only?: ChoiceKind): Choice[] {
  const choices: Choice[] = [];
  setChooser(loop, (kind, alternatives) => {
    choices.push([kind, [...alternatives]]);
    return take === "last" && (only === undefined || only === kind) ? alternatives.length - 1 : 0;
  });
  return choices;
}

/** Schedules a program with each kind of choice: several ready handles, equal deadlines, and a deadline while work is ready. */
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

test("choose() returning 0 keeps asyncio's order, for every kind of choice", () => {
  const plain = new VirtualLoop();
  const expected = program(plain);
  plain.runForever();
  const loop = new VirtualLoop();
  const log = program(loop);
  const choices = recordChoices(loop, "first");
  loop.runForever();
  expect(log).toEqual(expected);
  expect(new Set(choices.map(([kind]) => kind))).toEqual(new Set(["ready", "deadline", "time"]));
  expect(expected).toEqual(["a", "b", "c", "a'", "b'", "c'", "x at 5", "y at 5", "z at 5", "w at 9"]);
});

test('choose("ready") picks the next handle of the current pass', () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  const handles = ["a", "b", "c"].map((name) => loop.callSoon(() => log.push(name)));
  const choices = recordChoices(loop);
  loop.runForever();
  expect(log).toEqual(["c", "b", "a"]);
  expect(choices).toEqual([
    ["ready", [handles[0], handles[1], handles[2]]],
    ["ready", [handles[0], handles[1]]],
  ]);
});

test('choose("ready") offers only handles of the current pass', () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  for (const name of ["a", "b"]) {
    loop.callSoon(() => {
      log.push(name);
      for (const n of [1, 2]) loop.callSoon(() => log.push(name + n));
    });
  }
  const choices = recordChoices(loop);
  loop.runForever();
  expect(log).toEqual(["b", "a", "a2", "a1", "b2", "b1"]);
  expect(choices.map(([, alternatives]) => alternatives.length)).toEqual([2, 4, 3, 2]);
});

test('choose("ready") offers only the first runnable of each owner, so that callbacks of one future keep their order', () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  const future = { context: null, run: () => log.push("future") };
  const late = (n: number): Runnable => ({ context: null, owner: future, run: () => log.push(`late ${n}`) });
  enqueue(loop, future as Runnable);
  loop.callSoon(() => log.push("handle"));
  for (const n of [1, 2]) enqueue(loop, late(n));
  const choices = recordChoices(loop);
  loop.runForever();
  expect(log).toEqual(["handle", "future", "late 1", "late 2"]);
  expect(choices.map(([, alternatives]) => alternatives.length)).toEqual([2]);
});

test('choose("deadline") picks the next timer among equal deadlines', () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  const timers = ["a", "b", "c"].map((name) => loop.callAt(5, () => log.push(name)));
  loop.callAt(6, () => log.push("later"));
  const choices = recordChoices(loop, "last", "deadline");
  loop.runForever();
  expect(log).toEqual(["c", "b", "a", "later"]);
  expect(choices.filter(([kind]) => kind === "deadline")).toEqual([
    ["deadline", [timers[0], timers[1], timers[2]]],
    ["deadline", [timers[0], timers[1]]],
  ]);
});

test('choose("time") may advance the clock to the next deadline while work is ready', () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  loop.callSoon(() => log.push(`ready at ${loop.time()}`));
  loop.callAt(5, () => log.push(`timer at ${loop.time()}`));
  const choices = recordChoices(loop, "last", "time");
  loop.runForever();
  expect(log).toEqual(["ready at 5", "timer at 5"]);
  expect(choices[0]).toEqual(["time", [0, 5]]);
});

test("choose() is not called if there is only one alternative", () => {
  const loop = new VirtualLoop();
  const choices = recordChoices(loop);
  loop.callSoon(() => {
    loop.callSoon(() => loop.callAt(5, () => {}));
  });
  loop.callSoon(() => {}).cancel();
  loop.callAt(5, () => {}).cancel();
  loop.runForever();
  expect(loop.time()).toBe(5);
  expect(choices).toEqual([]);
});

test('choose("time") is not called if nothing is ready, no timer is set or the next timer is already due', () => {
  const loop = new VirtualLoop();
  const choices = recordChoices(loop);
  loop.callSoon(() => {});
  loop.runForever();
  loop.callAt(5, () => {});
  loop.runForever();
  loop.callAt(5, () => {});
  loop.callSoon(() => {});
  loop.runForever();
  expect(choices.filter(([kind]) => kind === "time")).toEqual([]);
});

test("choose() on a guest loop picks the order but never the time, because the clock is the host's", () => {
  const loop = new GuestLoop();
  const log: string[] = [];
  for (const name of ["a", "b"]) loop.callSoon(() => log.push(name));
  loop.callAt(5, () => {});
  const choices = recordChoices(loop);
  loop.driver.turn();
  expect(log).toEqual(["b", "a"]);
  expect(choices.map(([kind]) => kind)).toEqual(["ready"]);
});

test("a guest loop finishes a paused pass in queue order after its chooser is removed", () => {
  const loop = new GuestLoop();
  const log: number[] = [];
  for (let i = 0; i < 64; i++) {
    loop.callSoon(() => {
      loop.driver.clock += 0.05;
      log.push(i);
    });
  }
  recordChoices(loop);
  loop.driver.turn();
  expect(log).toEqual(Array.from({ length: 32 }, (_, i) => 63 - i));
  setChooser(loop, null);
  loop.driver.turn();
  if (loop.driver.armed === -Infinity) loop.driver.turn();
  expect(log.slice(32)).toEqual(Array.from({ length: 32 }, (_, i) => i));
});

test.each([-1, 2, 0.5, NaN, "1" as never, undefined as never])("choose() returning %o ends the run with a RangeError", (index) => {
  const loop = new VirtualLoop();
  for (let i = 0; i < 2; i++) loop.callSoon(() => {});
  setChooser(loop, () => index);
  expect(() => loop.runForever()).toThrow(new RangeError(`choose(ready): an index below 2 was expected, got ${index}`));
  expect(loop.isRunning()).toBe(false);
});

test("choose() returning a bad index rejects the run of a guest loop", async () => {
  const loop = new GuestLoop();
  for (let i = 0; i < 2; i++) loop.callSoon(() => {});
  setChooser(loop, () => 7);
  const run = loop.runForever();
  loop.driver.turn();
  await expect(run).rejects.toThrow(new RangeError("choose(ready): an index below 2 was expected, got 7"));
  expect(loop.isRunning()).toBe(false);
});

test("choose() returning a bad index drops no handle and no timer", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  for (const name of ["a", "b"]) loop.callSoon(() => log.push(name));
  for (const name of ["x", "y"]) loop.callAt(0, () => log.push(name));
  for (const failing of ["deadline", "ready"]) {
    setChooser(loop, (kind) => (kind === failing ? 9 : 0));
    expect(() => loop.runForever()).toThrow(`choose(${failing})`);
  }
  setChooser(loop, null);
  loop.runForever();
  expect(log).toEqual(["a", "b", "x", "y"]);
});
