import { getEventLoop, getRunningLoop, createTask, coroutine, type Coroutine, Future, gather, sleep } from "@asyncio-ts/tasks";
import { DeadlockError, ExplorationError, explore, LivelockError, replay } from "@asyncio-ts/testing";
import { expect, test } from "vitest";
import { seededBugs } from "./seeded-bugs.ts";

/** Explores a program that fails, and returns the error. */
function exploreFailing(program: () => Coroutine<unknown>, options: Parameters<typeof explore>[1] = {}): ExplorationError {
  try {
    explore(program, options);
  } catch (error) {
    if (error instanceof ExplorationError) return error;
    throw error;
  }
  throw new Error("no failing schedule was found");
}

/** Returns the error that a function throws. */
function errorOf(fn: () => unknown): unknown {
  try {
    fn();
  } catch (error) {
    return error;
  }
  throw new Error("no error was thrown");
}

/** Two tasks that log their names; fails in the order `bad`. */
const pair = (bad: string) =>
  function* (): Coroutine<void> {
    const log: string[] = [];
    const say = (name: string) =>
      createTask(function* () {
        log.push(name);
      });
    yield* gather(say("a"), say("b"), say("c"));
    if (log.join("") === bad) throw new Error(`order ${bad}`);
  };

const seeds = Array.from({ length: 10 }, (_, i) => i);

test.each(Object.entries(seededBugs))(
  "explore() finds the seeded bug %s within 300 schedules for any seed, and replay() repeats it",
  (_name, program) => {
    for (const seed of seeds) {
      const error = exploreFailing(program, { runs: 300, seed });
      expect(error.schedules).toBeLessThanOrEqual(300);
      expect(error.deviations.length).toBeGreaterThan(0);
      expect(error.deviations.length).toBeLessThanOrEqual(3);
      expect(error.schedule.length).toBeLessThanOrEqual(12);
      const again = errorOf(() => replay(program, error.schedule)) as Error;
      expect(again.message).toBe((error.cause as Error).message);
      expect(again.constructor).toBe((error.cause as Error).constructor);
    }
  },
);

test.each(["pct", "random"] as const)(
  "explore() with the strategy %s finds every seeded bug for any seed, and shrinks it to three deviations",
  (strategy) => {
    for (const program of Object.values(seededBugs)) {
      for (const seed of seeds) {
        const error = exploreFailing(program, { strategy, seed });
        expect(error.deviations.length).toBeLessThanOrEqual(3);
        errorOf(() => replay(program, error.schedule));
      }
    }
  },
);

test("explore() runs all orders of a pass, and tells that it has", () => {
  const orders = new Set<string>();
  function* program(): Coroutine<void> {
    const log: string[] = [];
    for (const name of ["a", "b", "c"]) getRunningLoop().callSoon(() => log.push(name));
    yield* sleep(0);
    yield* sleep(0);
    orders.add(log.join(""));
  }
  const result = explore(program, { strategy: "exhaustive" });
  expect(result.complete).toBe(true);
  expect([...orders].sort()).toEqual(["abc", "acb", "bac", "bca", "cab", "cba"]);
});

test("explore() runs each order of equal deadlines once", () => {
  const orders: string[] = [];
  function* program(): Coroutine<void> {
    const log: string[] = [];
    for (const name of ["a", "b", "c"]) getRunningLoop().callAt(10, () => log.push(name));
    yield* sleep(1000);
    orders.push(log.join(""));
  }
  for (const order of ["fair", "asyncio"] as const) {
    orders.length = 0;
    expect(explore(program, { strategy: "exhaustive", order })).toEqual({ schedules: 6, complete: true });
    expect(new Set(orders).size).toBe(6);
  }
});

test("explore() in asyncio's order keeps the order of a pass", () => {
  for (const bad of ["acb", "bac", "bca", "cab", "cba"]) {
    expect(explore(pair(bad), { order: "asyncio" })).toEqual({ schedules: 1, complete: true });
    expect(exploreFailing(pair(bad)).message).toContain(`order ${bad}`);
  }
});

test("explore() passes the deadlines within the slack of one slow step, and none beyond it", () => {
  const times = new Set<string>();
  const program = (first: number, second: number) =>
    function* (): Coroutine<void> {
      const loop = getRunningLoop();
      const log: number[] = [];
      for (const when of [first, second]) loop.callAt(when, () => log.push(loop.time()));
      yield* sleep(0);
      yield* sleep(1000);
      times.add(log.join());
    };
  expect(explore(program(10, 20), { strategy: "exhaustive", slack: 15 }).complete).toBe(true);
  expect([...times].sort()).toEqual(["10,20", "20,20"]);
  times.clear();
  explore(program(10, 20), { strategy: "exhaustive", slack: 9 });
  expect([...times]).toEqual(["10,20"]);
});

test("explore() fails with the program's own error as the cause, and says in words how the schedule differs from asyncio's", () => {
  const error = exploreFailing(pair("bac"));
  expect(error.cause).toEqual(new Error("order bac"));
  expect((error.cause as Error).stack).toContain("explore.test.ts");
  expect(error.deviations).toEqual(["step 2: Task-3 ran before Task-2"]);
  expect(error.message).toBe(
    [
      `explore: schedule ${error.schedules} fails: Error: order bac`,
      "  step 2: Task-3 ran before Task-2",
      `replay(program, "${error.schedule}") repeats it`,
    ].join("\n"),
  );
  expect(error.trace.split("\n").slice(0, 4).join("\n")).toMatch(
    /FIFO +this schedule\n +1 .*Task-1.*Task-1.*\n +2 +\* 0 ms {2}Task-2.*0 ms {2}Task-3/,
  );
});

test("explore() names the time that a slow step takes", () => {
  expect(exploreFailing(seededBugs["lost update"]!).deviations).toEqual(["step 4: the clock reached 20 ms before the timer of Task-2 ran"]);
});

test("explore() of a program that fails in asyncio's own order reports the schedule without deviations", () => {
  const error = exploreFailing(function* () {
    throw new TypeError("always");
  });
  expect(error).toMatchObject({ schedule: "f-", schedules: 1, deviations: [], cause: new TypeError("always") });
  expect(error.message).toContain("in asyncio's own order");
});

test("explore() fails for a deadlock", () => {
  const error = exploreFailing(function* () {
    yield* new Future<void>();
  });
  expect(error.cause).toBeInstanceOf(DeadlockError);
});

test.each<[string, () => Coroutine<void>, string]>([
  [
    "of a task",
    function* () {
      createTask(function* () {
        throw new Error("lost");
      });
      yield* sleep(1);
    },
    "Task exception was never retrieved: Error: lost",
  ],
  [
    "of a callback",
    function* () {
      getRunningLoop().callSoon(() => {
        throw new Error("lost");
      });
      yield* sleep(1);
    },
    "Exception in callback",
  ],
  [
    "of the clean-up of a leftover task",
    function* () {
      createTask(function* () {
        try {
          yield* sleep(1000);
        } finally {
          // oxlint-disable-next-line no-unsafe-finally -- a clean-up that fails
          throw new Error("lost");
        }
      });
      yield* sleep(0);
    },
    "unhandled exception during run() shutdown: Error: lost",
  ],
])("explore() fails for an exception %s that is never retrieved", (_, program, message) => {
  const error = exploreFailing(program);
  expect(error.message).toContain(message);
  expect(error.cause).toEqual(new Error("lost"));
  expect(errorOf(() => replay(program, error.schedule))).toEqual(new Error("lost"));
});

test("explore() fails for a marked coroutine that is never awaited", () => {
  const save = coroutine(function* save(): Coroutine<void> {});
  const error = exploreFailing(function* () {
    save();
  });
  expect(error.cause).toEqual(new Error("coroutine 'save' was never awaited"));
});

test("explore() cancels leftover tasks quietly", () => {
  function* program(): Coroutine<void> {
    createTask(() => sleep(1000));
    yield* sleep(0);
  }
  expect(explore(program, { strategy: "exhaustive" }).complete).toBe(true);
});

test.each<[string, () => Coroutine<void>]>([
  [
    "in main",
    function* () {
      for (;;) yield* sleep(0);
    },
  ],
  [
    "after main",
    function* () {
      createTask(
        function* () {
          for (;;) {
            try {
              yield* sleep(0);
            } catch {
              // swallows its cancellation
            }
          }
        },
        { name: "spinner" },
      );
      yield* sleep(0);
    },
  ],
])("explore() fails for a livelock %s, and shows the steps that repeat", (_, program) => {
  const error = exploreFailing(program, { maxSteps: 500 });
  expect(error.cause).toBeInstanceOf(LivelockError);
  expect((error.cause as Error).message).toMatch(
    /^Livelock: the program took more than 500 steps \(maxSteps\), and these steps repeat:\n {2}(Task-1|spinner)$/,
  );
  expect(error.schedule).toBe("fm500-");
});

test("explore() reports a program that is not deterministic, with the first difference", () => {
  let runs = 0;
  const program = function* (): Coroutine<void> {
    if (runs++ === 0) throw new Error("only once");
  };
  const error = errorOf(() => explore(program)) as Error;
  expect(error).not.toBeInstanceOf(ExplorationError);
  expect(error.message).toContain(
    "explore: the program is not deterministic: one run ended with Error: only once, and the next with no failure",
  );
});

test("explore() reports a program whose choices differ from run to run", () => {
  let runs = 0;
  const program = function* (): Coroutine<void> {
    const count = runs++ === 0 ? 3 : 1;
    for (let i = 0; i < count; i++) createTask(() => sleep(0));
    yield* sleep(1);
  };
  expect(() => explore(program)).toThrow(
    "explore: the program is not deterministic: choice 2 had 3 alternatives in one run, and a choice of the time in the next",
  );
});

test("explore() refuses a program that awaits the host, also one that swallows the error", () => {
  const awaiting = function* (): Coroutine<void> {
    try {
      yield* gather(Promise.resolve(1));
    } catch {
      // explored all the same
    }
  };
  const holding = function* (): Coroutine<void> {
    getRunningLoop().hostWork("a request");
    yield* sleep(1);
  };
  for (const [program, awaited] of [
    [awaiting, "a Promise"],
    [holding, "a request"],
  ] as const) {
    const error = errorOf(() => explore(program)) as Error;
    expect(error).not.toBeInstanceOf(ExplorationError);
    expect(error.message).toContain(`explore: the program awaits the host (${awaited}), so it cannot be explored`);
    expect(error.message).toContain("HostVirtualLoop");
  }
});

test.each<[unknown, string]>([
  [undefined, "explore: a coroutine function was expected, got undefined"],
  [pair("x")(), "a coroutine runs only once, so pass the function that makes it"],
  [() => 1, "explore: a program that gives a coroutine (write function*, or return its call) was expected, got 1"],
  [async () => {}, "an async function cannot be explored, write function*"],
])("explore() refuses the program %o", (program, message) => {
  const error = errorOf(() => explore(program as never));
  expect(error).toBeInstanceOf(TypeError);
  expect((error as Error).message).toContain(message);
});

test.each<[object, string]>([
  [{ runs: -1 }, "explore: a whole number from 1 on was expected as runs, got -1"],
  [{ runs: "many" }, 'explore: a whole number from 1 on was expected as runs, got "many"'],
  [{ seed: 0.5 }, "explore: a whole number was expected as seed, got 0.5"],
  [{ strategy: "dfs" }, 'explore: one of "random", "pct", "exhaustive" was expected as strategy, got "dfs"'],
  [{ deviations: -2 }, "explore: a whole number from 0 on was expected as deviations, got -2"],
  [{ order: "lifo" }, 'explore: one of "fair", "asyncio" was expected as order, got "lifo"'],
  [{ slack: NaN }, "explore: a number from 0 on was expected as slack, got NaN"],
  [{ maxSteps: 0 }, "explore: a whole number from 1 on was expected as maxSteps, got 0"],
  [{ loop: null }, "got loop; each schedule runs on a VirtualLoop of its own, because only a loop that owns its thread can be explored"],
  [{ schedules: 5 }, "explore: an option of runs, seed, strategy, deviations, order, slack, maxSteps was expected, got schedules"],
])("explore() refuses the options %o", (options, message) => {
  expect(() => explore(pair("x"), options)).toThrow(message);
});

test("explore() inside a step throws", () => {
  expect(
    exploreFailing(function* () {
      explore(pair("x"));
    }).message,
  ).toContain("explore() cannot be called from a running event loop");
});

test("explore() traces a program that starts callbacks and tasks before its coroutine", () => {
  const error = exploreFailing(() => {
    const log: string[] = [];
    getEventLoop().callSoon(() => log.push("callback"));
    createTask(function* () {
      log.push("task");
    });
    return (function* () {
      yield* sleep(0);
      if (log[0] === "task") throw new Error("task first");
    })();
  });
  expect(error.trace).toContain("Task-2: failed");
});

test("the errors of an exploration throw a TypeError for arguments of the wrong kind, an async function included", () => {
  const details = { schedule: "x", schedules: 1, deviations: [], trace: "", cause: undefined };
  const started = async () => Promise.reject(new Error("lost"));
  expect(() => new LivelockError(Symbol("s") as never, [])).toThrow("LivelockError: a number as maxSteps was expected, got Symbol(s)");
  expect(() => new LivelockError(5, [5n] as never)).toThrow("LivelockError: an array of names as latest was expected");
  expect(() => new ExplorationError(5n as never, details)).toThrow("ExplorationError: a string as message was expected, got 5n");
  expect(() => new ExplorationError("x", null as never)).toThrow("ExplorationError: an object of options was expected, got null");
  expect(() => new ExplorationError("x", { ...details, schedule: started as never })).toThrow(
    "ExplorationError: a string as details.schedule was expected, got async function started",
  );
});
