import { createTask, type Coroutine, gather, getRunningLoop, run, sleep, Task } from "@asyncio-ts/tasks";
import { ExplorationError, explore, replay, VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";
import { seededBugs } from "./seeded-bugs.ts";

/** Tasks that log their names. Fails unless they run in the order of creation. */
const chorus = (names: string[], late = 0) =>
  function* (): Coroutine<string> {
    const log: string[] = [];
    yield* gather(
      ...names.map((name, i) =>
        createTask(function* () {
          if (i < late) yield* sleep(1);
          log.push(name);
        }),
      ),
    );
    if (late === 0 && log.join("") !== names.join("")) throw new RangeError(`sung as ${log.join("")}`);
    return log.join("");
  };

/** Returns the schedule of the first failure. */
function scheduleOf(program: () => Coroutine<unknown>, options = {}): string {
  try {
    explore(program, options);
  } catch (error) {
    if (error instanceof ExplorationError) return error.schedule;
    throw error;
  }
  throw new Error("no failing schedule was found");
}

test("replay() throws the program's own error", () => {
  const program = chorus(["a", "b"]);
  expect(() => replay(program, scheduleOf(program))).toThrow(new RangeError("sung as ba"));
});

test("replay() returns the value of a program that does not fail", () => {
  expect(replay(chorus(["a", "b"]), "f-")).toBe("ab");
});

test("replay() hands its loop to onLoop before the program starts, so that all of its tasks are observed", () => {
  const [born, loops]: [string[], VirtualLoop[]] = [[], []];
  const onLoop = (loop: VirtualLoop): void => {
    loops.push(loop);
    loop.addInstrument({ spawned: (unit) => void (unit instanceof Task && born.push(unit.getName())) });
  };
  expect(replay(chorus(["a", "b"]), "f-", { onLoop })).toBe("ab");
  expect(born.slice(0, 3)).toEqual(["Task-1", "Task-2", "Task-3"]);
  expect(loops).toEqual([expect.any(VirtualLoop)]);
  expect(() => replay(chorus(["a"]), "f-", null as never)).toThrow(TypeError);
});

test("replay() of the schedule without deviations takes the steps of a plain virtual run", () => {
  const program = function* (): Coroutine<string[]> {
    const loop = getRunningLoop();
    const log: string[] = [];
    const say = (name: string, ms: number) =>
      createTask(function* () {
        for (let i = 0; i < 3; i++) {
          log.push(`${name} at ${loop.time()}`);
          yield* sleep(ms);
        }
      });
    yield* gather(say("a", 0), say("b", 2), say("c", 2), say("d", 1));
    return log;
  };
  expect(replay(program, "f-")).toEqual(run(program, { loop: new VirtualLoop() }));
  expect(replay(program, "a-")).toEqual(run(program, { loop: new VirtualLoop() }));
});

test("a schedule carries the order, the slack and the step limit that are not the defaults", () => {
  const timers = function* (): Coroutine<void> {
    const log: string[] = [];
    for (const name of ["a", "b"]) getRunningLoop().callAt(20, () => log.push(name));
    yield* sleep(50);
    if (log.join("") !== "ab") throw new Error("swapped");
  };
  const schedule = scheduleOf(timers, { order: "asyncio", slack: 10.5, maxSteps: 300 });
  expect(schedule).toMatch(/^as10\.5m300-\w{3}$/);
  expect(() => replay(timers, schedule)).toThrow(new Error("swapped"));
});

test("a schedule with a deviation after many choices is repeated", () => {
  const program = function* (): Coroutine<void> {
    const log: string[] = [];
    for (let round = 0; round < 200; round++) {
      getRunningLoop().callSoon(() => log.push("a"));
      getRunningLoop().callSoon(() => log.push("b"));
      yield* sleep(1000);
    }
    if (log.slice(-2).join("") === "ba") throw new Error("late");
  };
  const schedule = scheduleOf(program, { strategy: "exhaustive", runs: 300 });
  expect(schedule.length).toBeLessThanOrEqual(12);
  expect(() => replay(program, schedule)).toThrow(new Error("late"));
});

test("replay() refuses a program with other alternatives, and names the choice", () => {
  const schedule = scheduleOf(chorus(["a", "b"]));
  expect(() => replay(chorus(["a", "b", "c"]), schedule)).toThrow(
    "replay: the schedule was recorded from another program, or this one has changed since: the choices up to choice 1, at step 2, had other numbers of alternatives (choice 1 has 3 alternatives now). Explore again",
  );
});

test("replay() refuses a program that ends before the recorded choice", () => {
  const schedule = scheduleOf(chorus(["a", "b"]));
  expect(() => replay(chorus(["a"]), schedule)).toThrow("choice 1 was not reached (the program ends after 0 choices now). Explore again");
});

test.each([undefined, "", "f", "x-00z", "f-0", "f-00", "f-00!", "fs-", "[]"])("replay() refuses %o, which is no schedule", (schedule) => {
  expect(() => replay(chorus(["a"]), schedule as string)).toThrow(
    /^replay: the schedule of an ExplorationError was expected, such as "f-30k", got /,
  );
});

test("replay() refuses a program that is no coroutine function", () => {
  expect(() => replay(5 as never, "f-")).toThrow(new TypeError("replay: a coroutine function was expected, got 5"));
});

// The suites run on every runtime, so these strings hold that all runtimes repeat a schedule alike.
test.each([
  ["lost update", "f-10u", "expected 2, got 1"],
  ["check-then-act", "f-10u00z", "expected 1, got 2"],
  ["lost wake-up", "f-10u00z", "Deadlock: every task waits"],
  ["ABBA deadlock", "f-10u", "Deadlock: every task waits"],
  ["item lost by a cancelled getter", "f-20x", "expected 2, got 1"],
  ["equal timers", "f-00z", "expected open,use, got use,open"],
  ["starvation", "f-00w", ""],
])("replay() repeats a recorded schedule on every runtime: %s", (name, schedule, message) => {
  const program = seededBugs[name]!;
  expect(scheduleOf(program)).toBe(schedule);
  expect(() => replay(program, schedule)).toThrow(message);
});
