import { both } from "../asyncio-ts.ts";
import { batchSizes } from "../batches.ts";
import { run, spawn } from "../floor/task.ts";
import { current, wake } from "../floor/turns.ts";
import { sum } from "../sum.ts";
import { timesNative, type Workload } from "../workload.ts";

/** Spawns `batch` tasks at a time, and joins them. With `yields`, each task suspends once. */
export function spawnWorkload(batch: number, yields: boolean, targets: Workload["targets"]): Workload {
  const tasks = `${batch.toLocaleString("en")} ${batch > 1_000 ? "at once" : "at a time"}`;
  return {
    name: `spawn${yields ? "-yield" : ""}-${batch}`,
    title: yields ? `spawn + yield + join, ${tasks}` : `spawn + join, ${tasks}`,
    unit: "ns",
    operations: Math.max(batch, 100_000),
    measure: "time",
    targets,
    python: "spawn.py",
    peers: {
      ...both(({ createTask, run, sleep }, mark) => {
        const child = mark(function* (i: number) {
          if (yields) yield* sleep(0);
          return i;
        });
        const spawnAndJoin = mark(function* (count: number) {
          const tasks = [];
          for (let i = 0; i < count; i++) tasks.push(createTask(child(i)));
          let total = 0;
          for (const task of tasks) total += yield* task;
          return total;
        });
        return (operations) =>
          run(function* () {
            let total = 0;
            for (const count of batchSizes(operations, batch)) total += yield* spawnAndJoin(count);
            return total;
          });
      }),

      native: () => {
        async function child(i: number) {
          if (yields) await undefined;
          return i;
        }
        return async (operations) => {
          let total = 0;
          for (const count of batchSizes(operations, batch)) {
            const tasks = [];
            for (let i = 0; i < count; i++) tasks.push(child(i));
            for (const task of tasks) total += await task;
          }
          return total;
        };
      },

      floor: () => {
        function* child(i: number) {
          if (yields) {
            wake(current);
            yield;
          }
          return i;
        }
        function* main(operations: number) {
          let total = 0;
          for (const count of batchSizes(operations, batch)) {
            const tasks = [];
            for (let i = 0; i < count; i++) tasks.push(spawn(child(i)));
            for (const task of tasks) {
              if (task.parks()) yield;
              total += task.result!;
            }
          }
          return total;
        }
        return (operations) => run(main(operations));
      },

      effect: async () => {
        const { Effect, Fiber } = await import("effect");
        const child = Effect.fnUntraced(function* (i: number) {
          if (yields) yield* Effect.yieldNow;
          return i;
        });
        const spawnAndJoin = Effect.fnUntraced(function* (count: number) {
          const fibers = [];
          for (let i = 0; i < count; i++) fibers.push(yield* Effect.forkChild(child(i)));
          let total = 0;
          for (const fiber of fibers) total += yield* Fiber.join(fiber);
          return total;
        });
        return (operations) =>
          Effect.runPromise(
            Effect.gen(function* () {
              let total = 0;
              for (const count of batchSizes(operations, batch)) total += yield* spawnAndJoin(count);
              return total;
            }),
          );
      },

      effection: async () => {
        const { run, spawn, until } = await import("effection");
        const resolved = Promise.resolve();
        function* child(i: number) {
          if (yields) yield* until(resolved);
          return i;
        }
        return (operations) =>
          run(function* () {
            let total = 0;
            for (const count of batchSizes(operations, batch)) {
              const tasks = [];
              for (let i = 0; i < count; i++) tasks.push(yield* spawn(() => child(i)));
              for (const task of tasks) total += yield* task;
            }
            return total;
          });
      },

      "redux-saga": async () => {
        const { runSaga } = await import("redux-saga");
        const { fork, join } = await import("redux-saga/effects");
        const resolved = Promise.resolve();
        function* child(i: number): Generator<unknown, number> {
          if (yields) yield resolved;
          return i;
        }
        function* main(operations: number): Generator<unknown, number, any> {
          let total = 0;
          for (const count of batchSizes(operations, batch)) {
            const tasks = [];
            for (let i = 0; i < count; i++) tasks.push(yield fork(child, i));
            total += sum(yield join(tasks));
          }
          return total;
        }
        return (operations) => runSaga({}, main, operations).toPromise();
      },

      co: async () => {
        const { default: co } = await import("co");
        const resolved = Promise.resolve();
        function* child(i: number) {
          if (yields) yield resolved;
          return i;
        }
        return (operations) =>
          co(function* () {
            let total = 0;
            for (const count of batchSizes(operations, batch)) {
              const tasks = [];
              for (let i = 0; i < count; i++) tasks.push(co(() => child(i)));
              for (const task of tasks) total += (yield task) as number;
            }
            return total;
          });
      },

      caf: async () => {
        const { CAF } = await import("caf");
        const resolved = Promise.resolve();
        const child = CAF(function* (_signal: AbortSignal, i: number): Generator<unknown, number> {
          if (yields) yield resolved;
          return i;
        });
        const main = CAF(function* (signal: AbortSignal, operations: number): Generator<unknown, number, any> {
          let total = 0;
          for (const count of batchSizes(operations, batch)) {
            const tasks = [];
            for (let i = 0; i < count; i++) tasks.push(child(signal, i));
            for (const task of tasks) total += yield task;
          }
          return total;
        });
        return (operations) => main(new CAF.cancelToken(), operations);
      },
    },
  };
}

export const spawns: Workload[] = [
  spawnWorkload(1_000, false, { "asyncio-ts": timesNative(2.2, 1.6) }),
  spawnWorkload(100_000, false, { "asyncio-ts": timesNative(2.5, 2.2) }),
  spawnWorkload(1_000, true, { "asyncio-ts": timesNative(2, 1.7) }),
  spawnWorkload(100_000, true, { "asyncio-ts": timesNative(1.5, 1.3) }),
];
