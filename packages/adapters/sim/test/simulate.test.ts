import { type Scenario, simulate, SimulationError } from "@asyncio-ts/sim";
import { openConnection, startServer } from "@asyncio-ts/streams";
import { coroutine, createTask, type Coroutine, run, sleep, waitFor } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";
import { echo, errorOf, failureOf, lineOf } from "./programs.ts";

/** Two writers increment a number on a server without a lock: lost in some orders. */
const lostUpdate: Scenario<number> = function* (sim) {
  let stored = 0;
  sim.node("store", function* () {
    const server = yield* startServer(
      function* (reader, writer) {
        for (let line = yield* lineOf(reader); line !== ""; line = yield* lineOf(reader)) {
          if (line === "get") writer.write(`${stored}\n`);
          else {
            stored = Number(line);
            writer.write("done\n");
          }
        }
        writer.close();
      },
      null,
      7000,
    );
    yield* server.serveForever();
  });
  let done = 0;
  const client = (name: string, pause: number) =>
    sim.node(name, function* () {
      yield* sleep(pause);
      const [reader, writer] = yield* openConnection("store", 7000);
      writer.write("get\n");
      const value = Number(yield* lineOf(reader));
      writer.write(`${value + 1}\n`);
      yield* lineOf(reader);
      writer.close();
      done++;
    });
  client("a", 0);
  client("b", 12);
  yield* sim.eventually(() => done === 2, 10_000, "both clients are done");
  if (stored !== 2) throw new Error("an update was lost");
  return stored;
};

test("simulate() finds a fault of the order, and its string repeats it", () => {
  expect(simulate(lostUpdate)).toBe(2);
  const error = failureOf(lostUpdate, { runs: 200 });
  expect(error.cause).toEqual(new Error("an update was lost"));
  expect(error.runs).toBeGreaterThan(1);
  expect(error.schedule.length).toBeLessThan(40);
  const again = failureOf(lostUpdate, { replay: error.schedule });
  expect([again.schedule, again.runs, again.timeline, again.cause]).toEqual([error.schedule, 1, error.timeline, error.cause]);
  expect(error.message).toContain(`simulate(scenario, { replay: "${error.schedule}" }) repeats it`);
});

test("simulate() finds it with other seeds as well, and a seed finds the same each time", () => {
  const schedules = [1, 2, 3, 4, 5].map((seed) => failureOf(lostUpdate, { runs: 200, seed }).schedule);
  expect(new Set(schedules).size).toBe(5);
  expect([1, 2, 3, 4, 5].map((seed) => failureOf(lostUpdate, { runs: 200, seed }).schedule)).toEqual(schedules);
});

test("the first run keeps asyncio's order and the least latencies", () => {
  const times = simulate(
    function* (sim) {
      const times: unknown[] = [];
      sim.node("server", echo);
      for (const name of ["a", "b", "c"]) {
        sim.node(name, function* () {
          const [reader, writer] = yield* openConnection("server", 7000);
          writer.write("x\n");
          yield* lineOf(reader);
          times.push(name, sim.time());
        });
      }
      yield* sleep(1000);
      return times;
    },
    { latency: [3, 90] },
  );
  expect(times).toEqual(["a", 12, "b", 12, "c", 12]);
});

test("faults and random numbers are random in the first run as well", () => {
  const numbers = simulate(function* (sim) {
    yield* sleep(0);
    const chances = Array.from({ length: 100 }, () => sim.chance(0.5)).filter(Boolean).length;
    const picks = new Set(Array.from({ length: 100 }, () => sim.pick([1, 2, 3])));
    return [chances > 25 && chances < 75, picks.size, sim.chance(0), sim.chance(1), sim.random() === sim.random()];
  });
  expect(numbers).toEqual([true, 3, false, true, false]);
});

test("runs run, and each seed has numbers of its own", () => {
  const numbers: number[] = [];
  const scenario: Scenario<number> = function* (sim) {
    yield* sleep(1);
    numbers.push(sim.random());
    return numbers.length;
  };
  expect(simulate(scenario, { runs: 9 })).toBe(9);
  expect(new Set(numbers).size).toBe(9);
  expect(simulate(scenario, { seed: 1 })).toBe(10);
  expect(numbers[9]).toBe(numbers[0]);
});

test("sim.chance() and sim.pick() are shrunk to the fewest faults that fail", () => {
  const error = failureOf(
    function* (sim) {
      const faults = [];
      for (let i = 0; i < 30; i++) {
        yield* sleep(1);
        faults.push(sim.chance(0.4), sim.pick(["a", "b", "c"]));
      }
      sim.log("faults", faults.filter((fault) => fault === true).length, "b", faults.filter((fault) => fault === "b").length);
      if (faults.includes(true) && faults.includes("b")) throw new Error("both");
    },
    { runs: 100 },
  );
  expect(error.timeline).toContain("faults 1 b 1");
});

test("a replay string carries the network's options and maxSteps", () => {
  const scenario: Scenario<void> = function* (sim) {
    yield* sleep(1);
    throw new Error(`${String(sim.net.latency)} ${sim.net.loss} ${sim.net.duplicate} ${sim.net.reorder} ${sim.net.bandwidth}`);
  };
  const options = { latency: [0.5, 1e21], loss: 0.25, duplicate: 1e-7, reorder: 0.5, bandwidth: 1e6, maxSteps: 1000, seed: 42 } as const;
  const error = failureOf(scenario, options);
  expect(error.cause).toEqual(new Error("0.5,1e+21 0.25 1e-7 0.5 1000000"));
  expect(error.schedule).toBe("s42l0.5~1e+21o0.25d1e-7r0.5b1000000m1000-");
  expect(failureOf(scenario, { replay: error.schedule }).cause).toEqual(error.cause);
});

test("a replay string of another program is refused, naming the first choice that does not fit", () => {
  const { schedule } = failureOf(lostUpdate, { runs: 200 });
  const error = errorOf(() =>
    simulate(
      function* () {
        yield* sleep(1);
      },
      { replay: schedule },
    ),
  );
  expect(error).not.toBeInstanceOf(SimulationError);
  expect((error as Error).message).toMatch(
    /^simulate: the replay was recorded from another program, or this one has changed since: choice \d+ was not reached \(the program ends after \d+ choices now\)\. Simulate it again without replay$/,
  );
});

test("a replay that no longer fails returns the value", () => {
  const { schedule } = failureOf(
    function* () {
      yield* sleep(1);
      throw new Error("broken");
    },
    { seed: 3 },
  );
  expect(
    simulate(
      function* () {
        yield* sleep(1);
        return "mended";
      },
      { replay: schedule },
    ),
  ).toBe("mended");
});

test("a program that is not deterministic is found, with the first difference", () => {
  let runs = 0;
  const changing: Scenario<void> = function* (sim) {
    const run = runs++;
    yield* sleep(10);
    sim.log(`run ${run}`);
    throw new Error("broken");
  };
  const error = errorOf(() => simulate(changing)) as Error;
  expect(error).not.toBeInstanceOf(SimulationError);
  expect(error.message).toMatch(
    /^simulate: the program is not deterministic: event 1 of the timeline was "10\.000 ms {2}scenario: run \d+" in one run, and "10\.000 ms {2}scenario: run \d+" in the next\. Look for state that outlives a run/,
  );
});

test("a program that is not deterministic is found although it does not fail, if it runs ten times", () => {
  let runs = 0;
  const changing: Scenario<void> = function* () {
    for (let i = 0; i < runs; i++) yield* sleep(0);
    runs++;
    yield* sleep(10);
  };
  expect((errorOf(() => simulate(changing, { runs: 10 })) as Error).message).toContain("the program is not deterministic: one run took");
});

test("a marked coroutine that is never awaited fails the run, in a node and in the scenario", () => {
  const forgotten = coroutine(function* forgotten() {
    yield* sleep(1);
  });
  const forget = function* (): Coroutine<void> {
    forgotten();
    yield* sleep(1);
  };
  const expected = new Error("coroutine 'forgotten' was never awaited");
  expect(failureOf(forget).cause).toEqual(expected);
  expect(
    failureOf(function* (sim) {
      sim.node("a", forget);
      yield* sleep(10);
    }).cause,
  ).toEqual(expected);
});

test("an exception that nothing in the scenario retrieves fails the run", () => {
  const error = failureOf(function* () {
    createTask(function* () {
      throw new Error("lost");
    });
    yield* sleep(1);
  });
  expect(error.cause).toEqual(new Error("lost"));
});

test("a scenario or a node that awaits the host is refused, also if it catches the error", () => {
  const message =
    "simulate: the program awaits the host (a Promise), so it cannot be simulated: the host runs only after the simulation has ended. " +
    "Replace the host's part by a coroutine, or run it in a node over the simulated network";
  const promised = function* (): Coroutine<void> {
    try {
      yield* waitFor(Promise.resolve(), null);
    } catch {
      yield* sleep(1);
    }
  };
  expect((errorOf(() => simulate(promised)) as Error).message).toBe(message);
  const inNode: Scenario<void> = function* (sim) {
    sim.node("a", promised);
    yield* sleep(10);
  };
  expect((errorOf(() => simulate(inNode)) as Error).message).toBe(message);
});

test("simulate() refuses what is no scenario, no option, and a running loop", () => {
  const message = (...args: unknown[]) => (errorOf(() => (simulate as (...args: unknown[]) => unknown)(...args)) as Error).message;
  const scenario = function* () {
    yield* sleep(1);
  };
  expect(message(async () => {})).toMatch(
    /^simulate: a coroutine function was expected, got .*; an async function cannot be simulated, write function\*$/,
  );
  expect(message(scenario())).toMatch(/; a coroutine runs only once, so pass the function that makes it$/);
  expect(message(() => 5)).toBe("simulate: a scenario that gives a coroutine (write function*, or return its call) was expected, got 5");
  expect(message(scenario, { runs: 0 })).toBe("simulate: a whole number from 1 on was expected as runs, got 0");
  expect(message(scenario, { seed: "a" })).toBe('simulate: a whole number from 0 on was expected as seed, got "a"');
  expect(message(scenario, { loss: -1 })).toBe("simulate: a probability from 0 to 1 was expected as loss, got -1");
  expect(message(scenario, { jitter: 1 })).toBe(
    'simulate: unknown option "jitter"; there are runs, seed, replay, maxSteps, latency, loss, duplicate, reorder, bandwidth',
  );
  expect(message(scenario, { replay: "f-30k" })).toBe(
    'simulate: the schedule of a SimulationError was expected as replay, such as "s1-30k", got "f-30k"',
  );
  expect(() =>
    run(
      function* () {
        yield* sleep(0);
        simulate(scenario);
      },
      { loop: new VirtualLoop() },
    ),
  ).toThrow("simulate() cannot be called from a running event loop");
});
