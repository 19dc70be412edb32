import { simulate } from "@asyncio-ts/sim";
import { sleep } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { failureOf } from "./programs.ts";

test("sim.always() fails the run after the step in which a condition breaks", () => {
  const error = failureOf(function* (sim) {
    let value = 0;
    sim.always(() => value < 3, "the value is small");
    sim.node("a", function* () {
      for (;;) {
        yield* sleep(10);
        value++;
        yield* sleep(0);
        value = value === 3 ? 0 : value;
      }
    });
    yield* sleep(1000);
  });
  expect(error.cause).toEqual(new Error("sim.always: the value is small: does not hold"));
  expect(error.timeline).toContain("30.000 ms  fails: Error: sim.always: the value is small: does not hold");
});

test("sim.always() fails with the error of a check, and with a condition that breaks in the last step", () => {
  const thrown = failureOf(function* (sim) {
    sim.always(() => {
      if (sim.time() > 5) throw new RangeError("too late");
    }, "early");
    yield* sleep(10);
  });
  expect(thrown.cause).toEqual(new RangeError("too late"));
  const last = failureOf(function* (sim) {
    let holds = true;
    sim.always(() => holds, "it holds");
    yield* sleep(10);
    holds = false;
  });
  expect(last.cause).toEqual(new Error("sim.always: it holds: does not hold"));
});

test("sim.eventually() returns the value of its check as soon as there is one", () => {
  const result = simulate(function* (sim) {
    let value: number | null = null;
    sim.node("a", function* () {
      yield* sleep(25);
      value = 0;
    });
    const found: number = yield* sim.eventually(() => value, 1000, "there is a value");
    return [found, sim.time(), yield* sim.eventually(() => "at once", 0, "it is there")];
  });
  expect(result).toEqual([0, 25, "at once"]);
});

test("sim.eventually() fails after its time, and with the error of its check", () => {
  const late = failureOf(function* (sim) {
    yield* sim.eventually(() => sim.time() > 100 && false, 50, "never true");
  });
  expect(late.cause).toEqual(new Error("sim.eventually: never true: does not hold within 50 ms"));
  const thrown = failureOf(function* (sim) {
    yield* sim.eventually(
      () => {
        throw new RangeError("bad check");
      },
      50,
      "checked",
    );
  });
  expect(thrown.cause).toEqual(new RangeError("bad check"));
});

test("sim.always() and sim.eventually() refuse what is no function, no time and no name", () => {
  const message = (call: (sim: Parameters<Parameters<typeof simulate>[0]>[0]) => unknown) =>
    (
      failureOf(function* (sim) {
        yield* sleep(0);
        const result = call(sim);
        if (typeof result === "object") yield* result as Generator<never>;
      }).cause as Error
    ).message;
  expect(message((sim) => sim.always(5 as never, "x"))).toBe("sim.always: a function was expected, got 5");
  expect(message((sim) => sim.always(function* () {} as never, "x"))).toContain("sim.always: a function was expected, got");
  expect(message((sim) => sim.always(() => true, ""))).toBe('sim.always: the condition in words was expected, got ""');
  expect(message((sim) => sim.eventually(() => true, "5" as never, "x"))).toContain(
    "sim.eventually: a number of milliseconds was expected",
  );
  expect(message((sim) => sim.always(async () => true, "x"))).toContain("sim.always: a function was expected, got async function");
  expect(message((sim) => sim.always(() => sleep(1), "x"))).toContain("sim.always: a check that awaits nothing was expected, got");
  expect(message((sim) => sim.eventually(() => Promise.reject(new Error("late")), 5, "x"))).toBe(
    "sim.eventually: a check that awaits nothing was expected, got an object of class Promise",
  );
  expect(message((sim) => sim.chance(2))).toBe("sim.chance: a probability from 0 to 1 was expected, got 2");
  expect(message((sim) => sim.pick([]))).toBe("sim.pick: an array with at least one item was expected, got an array of 0");
});
