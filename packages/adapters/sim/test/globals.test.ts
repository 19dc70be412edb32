import { simulate, type Scenario, type Simulation } from "@asyncio-ts/sim";
import { createTask, type Coroutine, Future, getRunningLoop, sleep, waitFor } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { errorOf } from "./programs.ts";

interface Timers {
  setTimeout(callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]): unknown;
  setInterval(callback: () => void, ms?: number): unknown;
  setImmediate?(callback: () => void): unknown;
  queueMicrotask(callback: () => void): void;
  clearTimeout(timer: unknown): void;
  clearInterval(timer: unknown): void;
}

const timers = globalThis as unknown as Timers;

/** Returns all globals that a simulation replaces. */
function globals(): unknown[] {
  const { crypto, performance } = globalThis as unknown as Record<"crypto" | "performance", Record<string, unknown>>;
  const { setTimeout, setInterval, setImmediate, queueMicrotask, clearTimeout, clearInterval } = timers;
  const descriptors = [crypto, performance].map((object) => Object.getOwnPropertyNames(object).join());
  return [
    Math.random,
    Date,
    Date.now,
    performance["now"],
    crypto["randomUUID"],
    crypto["getRandomValues"],
    setTimeout,
    setInterval,
    setImmediate,
    queueMicrotask,
    clearTimeout,
    clearInterval,
    ...descriptors,
  ];
}

const ends: Record<string, Scenario<unknown>> = {
  returns: function* () {
    yield* sleep(1);
  },
  throws: function* () {
    yield* sleep(1);
    throw new Error("broken");
  },
  "throws before it begins": () => {
    throw new Error("broken");
  },
  "gives no coroutine": () => 5 as never,
  "waits for nothing": function* () {
    yield* new Future();
  },
  "never ends": function* () {
    for (;;) yield* sleep(0);
  },
  "awaits the host": function* () {
    yield* waitFor(Promise.resolve(), null);
  },
  "breaks a condition": function* (sim) {
    sim.always(() => sim.time() < 5, "early");
    yield* sleep(10);
  },
  "has a node that fails": function* (sim) {
    sim.node("a", function* () {
      yield* sleep(1);
      throw new Error("broken");
    });
    yield* sleep(10);
  },
  "leaves a task that fails": function* () {
    createTask(function* (): Coroutine<void> {
      throw new Error("lost");
    });
    yield* sleep(1);
  },
  "fails in its clean-up": function* () {
    try {
      yield* new Future();
    } finally {
      // oxlint-disable-next-line no-unsafe-finally
      throw new Error("broken");
    }
  },
  "replaces the host's Date": function* () {
    (globalThis as { Date: unknown }).Date = 5;
    yield* sleep(1);
  },
};

test.for(Object.entries(ends))("the host's globals are put back after a scenario that %s", ([, scenario]) => {
  const before = globals();
  try {
    simulate(scenario, { maxSteps: 1000 });
  } catch {
    // The end that is tested.
  }
  expect(globals()).toEqual(before);
});

test("the host's globals are put back after a replay that does not fit, and after bad options", () => {
  const before = globals();
  errorOf(() => simulate(ends["returns"]!, { replay: "s1-30k" }));
  errorOf(() => simulate(ends["returns"]!, { runs: 0 }));
  expect(globals()).toEqual(before);
});

/** Simulates a coroutine in a node, and returns its value. */
function inNode<T>(body: (sim: Simulation) => Coroutine<T>): T {
  return simulate(function* (sim) {
    let result: { value: T } | undefined;
    sim.node("a", function* () {
      result = { value: yield* body(sim) };
    });
    return (yield* sim.eventually(() => result, 100_000, "the node is done")).value;
  });
}

test("Date is the time of the simulation", () => {
  const values = inNode(function* () {
    yield* sleep(1500);
    const date = new Date();
    return [
      Date.now(),
      date.toISOString(),
      new Date(0).getTime(),
      date instanceof Date,
      Date.UTC(2000, 0),
      typeof Date(),
      new Date(date).getTime(),
    ];
  });
  const now = Date.UTC(2000, 0) + 1500;
  expect(values).toEqual([now, "2000-01-01T00:00:01.500Z", 0, true, Date.UTC(2000, 0), "string", now]);
});

test("a date of a simulation is an ordinary date afterwards, and classes that extend Date work in it", () => {
  const [date, own] = inNode(function* () {
    yield* sleep(1);
    class Day extends Date {}
    return [new Date(), new Day()];
  });
  expect(date).toBeInstanceOf(Date);
  expect(own!.getTime()).toBe(date!.getTime());
  expect(own!.constructor.name).toBe("Day");
});

test("random numbers depend on the seed and on the node only", () => {
  const numbers = (seed: number, order: readonly string[]) =>
    simulate(
      function* (sim) {
        const numbers: Record<string, unknown> = {};
        for (const name of order) {
          sim.node(name, function* () {
            yield* sleep(1);
            const bytes = crypto.getRandomValues(new Uint32Array(2));
            numbers[name] = [Math.random(), crypto.randomUUID(), bytes[0], bytes[1]];
          });
        }
        yield* sleep(10);
        return numbers;
      },
      { seed },
    );
  const first = numbers(1, ["a", "b"]);
  expect(first["a"]).not.toEqual(first["b"]);
  expect(numbers(1, ["b", "a"])).toEqual(first);
  expect(numbers(2, ["a", "b"])["a"]).not.toEqual(first["a"]);
  expect((first["a"] as string[])[1]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("the host's timers are timers of the node's loop, in the time of the simulation", () => {
  const log = inNode(function* (sim) {
    const log: unknown[] = [];
    const loops = new Set<unknown>();
    const note = (text: unknown) => {
      log.push(`${String(text)} ${sim.time()}`);
      loops.add(getRunningLoop());
    };
    timers.setTimeout(note, 50, "timeout");
    timers.setTimeout(note, 0, "soon");
    const cancelled = timers.setTimeout(() => note("never"), 20);
    timers.setTimeout(() => timers.clearTimeout(cancelled), 10);
    let ticks = 0;
    const interval = timers.setInterval(() => {
      note("tick");
      if (++ticks === 2) timers.clearInterval(interval);
    }, 30);
    timers.queueMicrotask(() => note("microtask"));
    timers.setImmediate?.(() => note("immediate"));
    yield* sleep(200);
    return [...log.filter((line) => line !== "immediate 0"), loops.size, Number(cancelled) > 0];
  });
  expect(log).toEqual(["microtask 0", "soon 1", "tick 30", "timeout 50", "tick 60", 1, true]);
});

test("a crash drops the host's timers of the node", () => {
  const log = simulate(function* (sim) {
    const log: string[] = [];
    const node = sim.node("a", function* () {
      timers.setTimeout(() => log.push("timer of a"), 10);
      timers.setInterval(() => log.push("interval of a"), 10);
      yield* sleep(1000);
    });
    timers.setTimeout(() => log.push("timer of the scenario"), 10);
    yield* sleep(5);
    node.crash();
    yield* sleep(50);
    return log;
  });
  expect(log).toEqual(["timer of the scenario"]);
});
