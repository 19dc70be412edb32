import { both } from "../asyncio-ts.ts";
import { type FramedCoroutine, FramedTask } from "../floor/framed-task.ts";
import { type Coroutine, finished, run } from "../floor/task.ts";
import { current, wake } from "../floor/turns.ts";
import { atMost, type Round, timesNative, type Workload } from "../workload.ts";

/** Nests `depth` calls, of which the innermost suspends once. The result is the cost of one call. */
function chainWorkload(name: "chain" | "recursion", depth: number, targets: Workload["targets"]): Workload {
  const depthOf = (operations: number) => Math.min(depth, operations);
  return {
    name: `${name}-${depth}`,
    title: `${name} ${depth.toLocaleString("en")} deep that suspends once`,
    unit: "ns",
    operations: Math.max(depth, 100_000),
    measure: "time",
    targets,
    python: "chain.py",
    peers: {
      ...both(({ run, sleep }, mark) => {
        const descend: (left: number) => Generator<any, number, any> = mark(function* (left) {
          if (left > 0) return 1 + (yield* descend(left - 1));
          yield* sleep(0);
          return 0;
        });
        return (operations) =>
          run(function* () {
            let total = 0;
            while (total < operations) total += yield* descend(depthOf(operations));
            return total;
          });
      }),

      native: () => {
        async function descend(left: number): Promise<number> {
          if (left > 0) return 1 + (await descend(left - 1));
          await undefined;
          return 0;
        }
        return async (operations) => {
          let total = 0;
          while (total < operations) total += await descend(depthOf(operations));
          return total;
        };
      },

      // As the coroutines that have the target: plain ones in a chain, marked ones in a recursion.
      floor: () => (name === "chain" ? nested(depthOf) : framed(depthOf)),

      effect: async () => {
        const { Effect } = await import("effect");
        type Descent = (left: number) => import("effect").Effect.Effect<number>;
        const descend: Descent = Effect.fnUntraced(function* (left) {
          if (left > 0) return 1 + (yield* descend(left - 1));
          yield* Effect.yieldNow;
          return 0;
        });
        return (operations) =>
          Effect.runPromise(
            Effect.gen(function* () {
              let total = 0;
              while (total < operations) total += yield* descend(depthOf(operations));
              return total;
            }),
          );
      },

      effection: async () => {
        const { run, until } = await import("effection");
        const resolved = Promise.resolve();
        function* descend(left: number): Generator<any, number, any> {
          if (left > 0) return 1 + (yield* descend(left - 1));
          yield* until(resolved);
          return 0;
        }
        return (operations) =>
          run(function* () {
            let total = 0;
            while (total < operations) total += yield* descend(depthOf(operations));
            return total;
          });
      },

      "redux-saga": async () => {
        const { runSaga } = await import("redux-saga");
        const { call } = await import("redux-saga/effects");
        const resolved = Promise.resolve();
        function* descend(left: number): Generator<unknown, number, number> {
          if (left > 0) return 1 + (yield call(descend, left - 1));
          yield resolved;
          return 0;
        }
        function* main(operations: number): Generator<unknown, number, number> {
          let total = 0;
          while (total < operations) total += yield call(descend, depthOf(operations));
          return total;
        }
        return (operations) => runSaga({}, main, operations).toPromise();
      },

      co: async () => {
        const { default: co } = await import("co");
        const resolved = Promise.resolve();
        function* descend(left: number): Generator<unknown, number> {
          if (left > 0) return 1 + (yield* descend(left - 1));
          yield resolved;
          return 0;
        }
        return (operations) =>
          co(function* () {
            let total = 0;
            while (total < operations) total += yield* descend(depthOf(operations));
            return total;
          });
      },
    },
  };
}

/** The floor of plain coroutines: V8 resumes the innermost generator through all others. */
function nested(depthOf: (operations: number) => number): Round {
  function* descend(left: number): Coroutine<number> {
    if (left > 0) return 1 + (yield* descend(left - 1));
    wake(current);
    yield;
    return 0;
  }
  function* main(operations: number) {
    let total = 0;
    while (total < operations) total += yield* descend(depthOf(operations));
    return total;
  }
  return (operations) => run(main(operations));
}

/** The floor of marked coroutines: the task resumes the innermost generator itself. */
function framed(depthOf: (operations: number) => number): Round {
  function* descend(left: number): FramedCoroutine<number> {
    if (left > 0) return 1 + (yield descend(left - 1));
    wake(current);
    yield;
    return 0;
  }
  function* main(operations: number): FramedCoroutine<number> {
    let total = 0;
    while (total < operations) total += yield descend(depthOf(operations));
    return total;
  }
  return (operations) => {
    const task = new FramedTask(main(operations));
    wake(task);
    return finished(task);
  };
}

export const chains: Workload[] = [
  chainWorkload("chain", 10, { "asyncio-ts": timesNative(1, 0.9) }),
  chainWorkload("chain", 100, { "asyncio-ts": timesNative(0.9, 0.8) }),
  chainWorkload("chain", 1_000, { "asyncio-ts": timesNative(0.65, 0.6) }),
];

/** So deep that native functions overflow the stack. */
export const recursions: Workload[] = [
  chainWorkload("recursion", 100_000, { "asyncio-ts-marked": atMost(400, 326) }),
  chainWorkload("recursion", 1_000_000, { "asyncio-ts-marked": { of: "unit", goal: 326 } }),
];
