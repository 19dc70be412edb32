import { simulate, type Simulation } from "@asyncio-ts/sim";
import { type Coroutine, gather, sleep } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { failureOf } from "./programs.ts";

/** A coroutine that takes some time and returns a value. */
function* takes<T>(ms: number, value: T): Coroutine<T> {
  yield* sleep(ms);
  return value;
}

const fails = function* (): Coroutine<never> {
  yield* sleep(5);
  throw new Error("timed out");
};

function* ignoring(coroutine: Coroutine<unknown>): Coroutine<void> {
  try {
    yield* coroutine;
  } catch {
    // Its outcome is not known.
  }
}

/** Returns the message of the failure of a history; null if it is linearizable. */
function check(body: (history: ReturnType<Simulation["history"]>) => Coroutine<unknown>, initial: unknown = null): string | null {
  const scenario = function* (sim: Simulation): Coroutine<void> {
    yield* body(sim.history({ initial }));
  };
  try {
    simulate(scenario);
  } catch {
    return (failureOf(scenario).cause as Error).message;
  }
  return null;
}

test("a register that reads what was written last is linearizable, one that reads older values is not", () => {
  expect(
    check(function* (history) {
      yield* history.write("x", 1, () => takes(5, undefined));
      yield* history.write("y", 7, () => takes(5, undefined));
      yield* history.read("x", () => takes(5, 1));
      yield* history.write("x", 2, () => takes(5, undefined));
      yield* history.read("x", () => takes(5, 2));
    }),
  ).toBe(null);
  expect(
    check(function* (history) {
      yield* history.write("x", 1, () => takes(5, undefined));
      yield* history.write("x", 2, () => takes(5, undefined));
      yield* history.read("x", () => takes(5, 1));
    }),
  ).toBe(
    [
      'sim.history: "x" is not linearizable',
      '  no order of the operations explains that the read of "x" by scenario (10 ms to 15 ms) returned 1',
      '  the write of 1 to "x" by scenario (0 ms to 5 ms) succeeded',
      '  the write of 2 to "x" by scenario (5 ms to 10 ms) succeeded',
      '  the read of "x" by scenario (10 ms to 15 ms) returned 1',
    ].join("\n"),
  );
});

test("a read beside a write may return either value, but not the old one after the new one", () => {
  const reads = (first: unknown, second: unknown) =>
    check(function* (history) {
      yield* gather(
        history.write("x", 1, () => takes(100, undefined)),
        (function* () {
          yield* history.read("x", () => takes(10, first));
          yield* history.read("x", () => takes(10, second));
        })(),
      );
    });
  expect([reads(null, null), reads(null, 1), reads(1, 1)]).toEqual([null, null, null]);
  expect(reads(1, null)).toContain('explains that the read of "x" by scenario (10 ms to 20 ms) returned null');
});

test("a write that throws may have taken effect at any later time, or never", () => {
  const reads = (...values: unknown[]) =>
    check(function* (history) {
      yield* ignoring(history.write("x", 1, fails));
      for (const value of values) yield* history.read("x", () => takes(5, value));
    });
  expect([reads(null, null), reads(null, 1), reads(1, 1)]).toEqual([null, null, null]);
  expect(reads(1, null)).toContain("is not linearizable");
  expect(reads(2)).toContain("is not linearizable");
});

test("a read that throws says nothing", () => {
  expect(
    check(function* (history) {
      yield* ignoring(history.read("x", fails));
    }),
  ).toBe(null);
});

test("a counter counts each addition once, and returns the sum if it returns one", () => {
  const counts = (sum: number, read: number) =>
    check(function* (history) {
      yield* gather(...[1, 2, 3].map((summand) => history.add("n", summand, () => takes(10, undefined))));
      yield* history.add("n", 4, () => takes(10, sum));
      yield* history.read("n", () => takes(1, read));
    }, 0);
  expect(counts(10, 10)).toBe(null);
  expect(counts(9, 10)).toContain('explains that the addition of 4 to "n" by scenario (10 ms to 20 ms) returned 9');
  expect(counts(10, 14)).toContain('explains that the read of "n"');
});

test("a swap takes place where its value is expected", () => {
  const swaps = (first: boolean, second: boolean) =>
    check(function* (history) {
      yield* gather(
        history.swap("x", null, 1, () => takes(10, first)),
        history.swap("x", null, 2, () => takes(10, second)),
      );
    });
  expect([swaps(true, false), swaps(false, true)]).toEqual([null, null]);
  expect(swaps(true, true)).toContain("is not linearizable");
  expect(swaps(false, false)).toContain("is not linearizable");
});

test("the check agrees with all orders tried by hand, on random histories", () => {
  const verdicts = simulate(function* (sim) {
    yield* sleep(0);
    const verdicts: string[] = [];
    for (let i = 0; i < 400; i++) {
      const operations = randomOperations(sim);
      const history = sim.history();
      yield* gather(
        ...operations.map(({ begin, end, write, read }) =>
          (function* () {
            yield* sleep(begin);
            if (write !== null) yield* history.write("x", write, () => takes(end - begin, undefined));
            else yield* history.read("x", () => takes(end - begin, read));
          })(),
        ),
      );
      const expected = isLinearizable(operations, null);
      let found = true;
      try {
        history.check();
      } catch {
        found = false;
        // The end of the run checks it again.
        Object.assign(history, { check: () => {} });
      }
      verdicts.push(`${expected} ${found}`);
    }
    return verdicts;
  });
  const counts = (verdict: string) => verdicts.filter((each) => each === verdict).length;
  expect([counts("true false"), counts("false true")]).toEqual([0, 0]);
  expect(counts("true true")).toBeGreaterThan(50);
  expect(counts("false false")).toBeGreaterThan(50);
});

interface Timed {
  readonly begin: number;
  readonly end: number;
  readonly write: number | null;
  readonly read: number | null;
}

/** All times differ, so that the order of begins and ends is the order of time. */
function randomOperations(sim: Simulation): Timed[] {
  const times = Array.from({ length: 10 }, (_, i) => ({ at: i + 1, order: sim.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ at }) => at);
  return Array.from({ length: 5 }, (_, i) => {
    const [a, b] = [times[2 * i]!, times[2 * i + 1]!];
    const isWrite = sim.random() < 0.5;
    const value = Math.floor(sim.random() * 3);
    return { begin: Math.min(a, b), end: Math.max(a, b), write: isWrite ? value + 1 : null, read: value === 0 ? null : value };
  });
}

/** Tries all orders. An operation may come first if no other one ended before it began. */
function isLinearizable(left: readonly Timed[], value: number | null): boolean {
  if (left.length === 0) return true;
  return left.some((operation) => {
    if (left.some(({ end }) => end < operation.begin)) return false;
    if (operation.write === null && operation.read !== value) return false;
    return isLinearizable(
      left.filter((other) => other !== operation),
      operation.write ?? value,
    );
  });
}

test("an operation that a crash cuts off may have taken effect", () => {
  simulate(function* (sim) {
    const history = sim.history();
    const node = sim.node("a", function* () {
      yield* history.write("x", 1, () => takes(100, undefined));
    });
    yield* sleep(50);
    node.crash();
    yield* history.read("x", () => takes(1, 1));
  });
});

test("a history refuses what is no key and no coroutine function", () => {
  const message = (call: (history: ReturnType<Simulation["history"]>) => Coroutine<unknown>) =>
    (failureOf((sim) => call(sim.history())).cause as Error).message;
  expect(message((history) => history.read(5 as never, () => takes(1, 1)))).toBe("history.read: a string as key was expected, got 5");
  expect(message((history) => history.write("x", 1, 5 as never))).toBe("history.write: a coroutine function was expected, got 5");
  expect(message((history) => history.add("x", 1, (() => 5) as never))).toContain("history.add: a coroutine function was expected, got");
  expect(message((history) => history.add("x", NaN, () => takes(1, 1)))).toBe("history.add: a number was expected, got NaN");
  let isStarted = false;
  const body = async () => {
    isStarted = true;
  };
  expect(message((history) => history.read("x", body as never))).toBe(
    "history.read: a coroutine function was expected, got async function body",
  );
  expect(isStarted).toBe(false);
});

test("a history compares numbers, BigInts and objects by value, and refuses objects that JSON cannot write", () => {
  const reading = (written: unknown, read: unknown) =>
    check(function* (history) {
      yield* history.write("x", written, () => takes(1, undefined));
      yield* history.read("x", () => takes(1, read));
    });
  for (const value of [NaN, 5n, { n: [1n] }, undefined, "5"]) expect(reading(value, value)).toBe(null);
  expect(reading(NaN, Infinity)).toContain("is not linearizable");
  expect(reading(5n, "5")).toContain("is not linearizable");
  expect(reading({ n: 5n }, { n: "5" })).toContain("is not linearizable");
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  expect(reading(circle, circle)).toBe(
    "sim.history: a value that JSON can write was expected, got an object of class Object; values are compared as JSON",
  );
});
