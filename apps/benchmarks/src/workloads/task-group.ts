import { both } from "../asyncio-ts.ts";
import { batchSizes } from "../batches.ts";
import { type Coroutine, run, spawn } from "../floor/task.ts";
import { timesNative, type Workload } from "../workload.ts";

const BATCH = 10_000;

/** Runs children that never suspend in a task group. */
export const taskGroup: Workload = {
  name: "task-group",
  title: "task group of 10,000",
  unit: "ns",
  operations: 5 * BATCH,
  measure: "time",
  targets: { "asyncio-ts": timesNative(4, 3) },
  python: "gather.py",
  peers: {
    ...both(({ run, taskGroup }, mark) => {
      let ended = 0;
      const child = mark(function* () {
        ended++;
      });
      return (operations) =>
        run(function* () {
          ended = 0;
          for (const count of batchSizes(operations, BATCH)) {
            yield* taskGroup(function* (group) {
              for (let i = 0; i < count; i++) group.createTask(child());
            });
          }
          return ended;
        });
    }),

    native: () => {
      let ended = 0;
      async function child() {
        ended++;
      }
      return async (operations) => {
        ended = 0;
        for (const count of batchSizes(operations, BATCH)) {
          const children = [];
          for (let i = 0; i < count; i++) children.push(child());
          await Promise.all(children);
        }
        return ended;
      };
    },

    floor: () => {
      let ended = 0;
      function* child(): Coroutine<void> {
        ended++;
      }
      function* main(operations: number) {
        ended = 0;
        for (const count of batchSizes(operations, BATCH)) {
          const children = [];
          for (let i = 0; i < count; i++) children.push(spawn(child()));
          for (const task of children) if (task.parks()) yield;
        }
        return ended;
      }
      return (operations) => run(main(operations));
    },

    effect: async () => {
      const { Effect, FiberSet } = await import("effect");
      let ended = 0;
      const child = Effect.fnUntraced(function* () {
        ended++;
      });
      const group = (count: number) =>
        Effect.scoped(
          Effect.gen(function* () {
            const set = yield* FiberSet.make();
            for (let i = 0; i < count; i++) yield* FiberSet.run(set, child());
            yield* FiberSet.awaitEmpty(set);
          }),
        );
      return (operations) =>
        Effect.runPromise(
          Effect.gen(function* () {
            ended = 0;
            for (const count of batchSizes(operations, BATCH)) yield* group(count);
            return ended;
          }),
        );
    },

    effection: async () => {
      const { run, scoped, spawn } = await import("effection");
      let ended = 0;
      function* child() {
        ended++;
      }
      return (operations) =>
        run(function* () {
          ended = 0;
          for (const count of batchSizes(operations, BATCH)) {
            yield* scoped(function* () {
              const tasks = [];
              for (let i = 0; i < count; i++) tasks.push(yield* spawn(child));
              for (const task of tasks) yield* task;
            });
          }
          return ended;
        });
    },

    "redux-saga": async () => {
      const { runSaga } = await import("redux-saga");
      const { call, fork } = await import("redux-saga/effects");
      let ended = 0;
      function* child(): Generator<never, void> {
        ended++;
      }
      // A saga does not return before its forks have ended.
      function* group(count: number) {
        for (let i = 0; i < count; i++) yield fork(child);
      }
      function* main(operations: number) {
        ended = 0;
        for (const count of batchSizes(operations, BATCH)) yield call(group, count);
        return ended;
      }
      return (operations) => runSaga({}, main, operations).toPromise();
    },

    "abort-controller-x": async () => {
      const { spawn } = await import("abort-controller-x");
      let ended = 0;
      async function child() {
        ended++;
      }
      return async (operations) => {
        const { signal } = new AbortController();
        ended = 0;
        for (const count of batchSizes(operations, BATCH)) {
          await spawn(signal, async (_, { fork }) => {
            const tasks = [];
            for (let i = 0; i < count; i++) tasks.push(fork(child));
            // The end of this function would abort the tasks.
            for (const task of tasks) await task.join();
          });
        }
        return ended;
      };
    },
  },
};
