import { PromiseTask } from "../floor/promise-task.ts";
import { finished } from "../floor/task.ts";
import { wake } from "../floor/turns.ts";
import { timesNative, type Workload } from "../workload.ts";

/** Awaits promises that are already settled, each of them once. */
export const promise: Workload = {
  name: "promise",
  title: "await a settled promise",
  unit: "ns",
  operations: 200_000,
  measure: "time",
  targets: { "asyncio-ts": timesNative(2.8, 2.3) },
  peers: {
    "asyncio-ts": async () => {
      const { fromPromise } = await import("@asyncio-ts/promise");
      const { run } = await import("asyncio-ts");
      function* main(operations: number) {
        let total = 0;
        for (let i = 0; i < operations; i++) total += yield* fromPromise(Promise.resolve(i));
        return total;
      }
      return (operations) => run(() => main(operations));
    },

    native: () => async (operations) => {
      let total = 0;
      for (let i = 0; i < operations; i++) total += await Promise.resolve(i);
      return total;
    },

    floor: () => {
      function* main(operations: number): Generator<Promise<number>, number, number> {
        let total = 0;
        for (let i = 0; i < operations; i++) total += yield Promise.resolve(i);
        return total;
      }
      return (operations) => {
        const task = new PromiseTask(main(operations));
        wake(task);
        return finished(task);
      };
    },

    effect: async () => {
      const { Effect } = await import("effect");
      return (operations) =>
        Effect.runPromise(
          Effect.gen(function* () {
            let total = 0;
            for (let i = 0; i < operations; i++) total += yield* Effect.promise(() => Promise.resolve(i));
            return total;
          }),
        );
    },

    "redux-saga": async () => {
      const { runSaga } = await import("redux-saga");
      function* main(operations: number): Generator<unknown, number, any> {
        let total = 0;
        for (let i = 0; i < operations; i++) total += yield Promise.resolve(i);
        return total;
      }
      return (operations) => runSaga({}, main, operations).toPromise();
    },

    co: async () => {
      const { default: co } = await import("co");
      return (operations) =>
        co(function* () {
          let total = 0;
          for (let i = 0; i < operations; i++) total += (yield Promise.resolve(i)) as number;
          return total;
        });
    },
  },
};
