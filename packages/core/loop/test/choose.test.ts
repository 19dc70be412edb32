import type { ChoiceKind, Runnable } from "@asyncio-ts/loop";
import { type ChooserOptions, enqueue, setChooser } from "@asyncio-ts/loop/lowlevel";
import { expect, test } from "vitest";
import { GuestLoop } from "./guest-loop.ts";
import { VirtualLoop } from "./virtual-loop.ts";

type Choice = [kind: ChoiceKind, alternatives: readonly unknown[]];

/**
 * Installs a chooser that records each choice.
 *
 * @param take the alternative to take
 * @param only the kind of choice in which the last alternative is taken; every kind by default
 * @param order the option of the chooser
 */
function recordChoices(
  loop: VirtualLoop | GuestLoop,
  take: "first" | "last" = "last",
  only?: ChoiceKind,
  order?: ChooserOptions["order"],
): Choice[] {
  const choices: Choice[] = [];
  const choose = (kind: ChoiceKind, alternatives: readonly unknown[]) => {
    choices.push([kind, [...alternatives]]);
    return take === "last" && (only === undefined || only === kind) ? alternatives.length - 1 : 0;
  };
  setChooser(loop, choose, { order });
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

test.each([
  ["fair", ["ready", "time"]],
  ["asyncio", ["deadline", "time"]],
] as const)("choose() returning 0 keeps asyncio's order, for every kind of choice of the order %s", (order, kinds) => {
  const plain = new VirtualLoop();
  const expected = program(plain);
  plain.runForever();
  const loop = new VirtualLoop();
  const log = program(loop);
  const choices = recordChoices(loop, "first", undefined, order);
  loop.runForever();
  expect(log).toEqual(expected);
  expect(new Set(choices.map(([kind]) => kind))).toEqual(new Set(kinds));
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
  const choices = recordChoices(loop, "last", "deadline", "asyncio");
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
  for (const [failing, order] of [
    ["deadline", "asyncio"],
    ["ready", "fair"],
  ] as const) {
    setChooser(loop, (kind) => (kind === failing ? 9 : 0), { order });
    expect(() => loop.runForever()).toThrow(`choose(${failing})`);
  }
  setChooser(loop, null);
  loop.runForever();
  expect(log).toEqual(["a", "b", "x", "y"]);
});

test('choose("time") is asked again after each deadline until it declines, because a slow step may pass several', () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  loop.callSoon(() => log.push(`ready at ${loop.time()}`));
  for (const when of [5, 7, 9]) loop.callAt(when, () => log.push(`timer ${when} at ${loop.time()}`));
  const asked: unknown[] = [];
  setChooser(loop, (kind, alternatives) => {
    if (kind === "time") asked.push([...alternatives]);
    return kind === "time" && alternatives[1] !== 9 ? 1 : 0;
  });
  loop.runForever();
  expect(log).toEqual(["ready at 7", "timer 5 at 7", "timer 7 at 7", "timer 9 at 9"]);
  expect(asked).toEqual([
    [0, 5],
    [5, 7],
    [7, 9],
  ]);
});

test('choose("time") is not called while host work is held, because time does not jump then', () => {
  const loop = new VirtualLoop();
  const work = loop.hostWork("a request");
  const choices = recordChoices(loop);
  loop.callAt(5, () => {});
  loop.callSoon(() => {
    loop.callSoon(() => work[Symbol.dispose]());
  });
  loop.runForever();
  expect(choices).toEqual([]);
});

test("beforeStep() is called before each step, also if there is only one alternative", () => {
  const loop = new VirtualLoop();
  const steps: string[] = [];
  setChooser(loop, () => 1, { beforeStep: (runnable) => steps.push(String(runnable)) });
  loop.callSoon(function first() {
    loop.callSoon(function second() {});
    loop.callSoon(function third() {});
  });
  loop.runForever();
  expect(steps.map((step) => /first|second|third/.exec(step)![0])).toEqual(["first", "third", "second"]);
});

test("beforeStep() that throws ends the run, and the step is taken in the next run", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  for (const name of ["a", "b"]) loop.callSoon(() => log.push(name));
  let left = 1;
  const beforeStep = () => {
    if (left-- === 0) throw new Error("too many steps");
  };
  setChooser(loop, () => 0, { beforeStep });
  expect(() => loop.runForever()).toThrow("too many steps");
  expect(log).toEqual(["a"]);
  setChooser(loop, null);
  loop.runForever();
  expect(log).toEqual(["a", "b"]);
});
