import { both } from "../asyncio-ts.ts";
import { batchSizes } from "../batches.ts";
import { type Coroutine, run, spawn } from "../floor/task.ts";
import { sum } from "../sum.ts";
import { timesNative, type Workload } from "../workload.ts";

const BATCH = 10_000;

/** Yields the arguments of the children of each batch. */
function* batches(operations: number): Generator<number[], void> {
  for (const count of batchSizes(operations, BATCH)) yield Array.from({ length: count }, (_, i) => i);
}

/** Gathers children that never suspend. */
export const gather: Workload = {
  name: "gather",
  title: "gather of 10,000",
  unit: "ns",
  operations: 5 * BATCH,
  measure: "time",
  targets: { "asyncio-ts": timesNative(3, 2.5) },
  python: "gather.py",
  peers: {
    ...both(({ gather, run }, mark) => {
      const child = mark(function* (i: number) {
        return i;
      });
      return (operations) =>
        run(function* () {
          let total = 0;
          for (const numbers of batches(operations)) total += sum(yield* gather(...numbers.map(child)));
          return total;
        });
    }),

    native: () => {
      async function child(i: number) {
        return i;
      }
      return async (operations) => {
        let total = 0;
        for (const numbers of batches(operations)) total += sum(await Promise.all(numbers.map(child)));
        return total;
      };
    },

    floor: () => {
      function* child(i: number): Coroutine<number> {
        return i;
      }
      function* main(operations: number) {
        let total = 0;
        for (const numbers of batches(operations)) {
          const tasks = numbers.map((i) => spawn(child(i)));
          const results = [];
          for (const task of tasks) {
            if (task.parks()) yield;
            results.push(task.result!);
          }
          total += sum(results);
        }
        return total;
      }
      return (operations) => run(main(operations));
    },

    effect: async () => {
      const { Effect } = await import("effect");
      const child = Effect.fnUntraced(function* (i: number) {
        return i;
      });
      return (operations) =>
        Effect.runPromise(
          Effect.gen(function* () {
            let total = 0;
            for (const numbers of batches(operations)) {
              total += sum(
                yield* Effect.all(
                  numbers.map((i) => child(i)),
                  { concurrency: "unbounded" },
                ),
              );
            }
            return total;
          }),
        );
    },

    effection: async () => {
      const { all, call, run } = await import("effection");
      function* child(i: number) {
        return i;
      }
      return (operations) =>
        run(function* () {
          let total = 0;
          for (const numbers of batches(operations)) total += sum(yield* all(numbers.map((i) => call(() => child(i)))));
          return total;
        });
    },

    rxjs: async () => {
      const { defer, forkJoin, lastValueFrom, of } = await import("rxjs");
      const child = (i: number) => defer(() => of(i));
      return async (operations) => {
        let total = 0;
        for (const numbers of batches(operations)) total += sum(await lastValueFrom(forkJoin(numbers.map(child))));
        return total;
      };
    },

    "redux-saga": async () => {
      const { runSaga } = await import("redux-saga");
      const { all, call } = await import("redux-saga/effects");
      function* child(i: number): Generator<never, number> {
        return i;
      }
      function* main(operations: number): Generator<unknown, number, number[]> {
        let total = 0;
        for (const numbers of batches(operations)) total += sum(yield all(numbers.map((i) => call(child, i))));
        return total;
      }
      return (operations) => runSaga({}, main, operations).toPromise();
    },

    co: async () => {
      const { default: co } = await import("co");
      function* child(i: number) {
        return i;
      }
      return (operations) =>
        co(function* () {
          let total = 0;
          for (const numbers of batches(operations)) total += sum((yield numbers.map((i) => child(i))) as number[]);
          return total;
        });
    },

    "abort-controller-x": async () => {
      const { all } = await import("abort-controller-x");
      async function child(i: number) {
        return i;
      }
      return async (operations) => {
        const { signal } = new AbortController();
        let total = 0;
        for (const numbers of batches(operations)) total += sum(await all(signal, () => numbers.map(child)));
        return total;
      };
    },
  },
};
