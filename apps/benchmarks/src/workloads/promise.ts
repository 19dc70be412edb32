import { timesNative, type Workload } from "../workload.ts";

/** Awaiting, over and over, a promise that has settled long ago. */
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
      const settled = Promise.resolve(1);
      function* main(operations: number) {
        let total = 0;
        for (let i = 0; i < operations; i++) total += yield* fromPromise(settled);
        return total;
      }
      return (operations) => run(() => main(operations));
    },

    native: () => async (operations) => {
      const settled = Promise.resolve(1);
      let total = 0;
      for (let i = 0; i < operations; i++) total += await settled;
      return total;
    },

    effect: async () => {
      const { Effect } = await import("effect");
      const settled = Promise.resolve(1);
      return (operations) =>
        Effect.runPromise(
          Effect.gen(function* () {
            let total = 0;
            for (let i = 0; i < operations; i++) total += yield* Effect.promise(() => settled);
            return total;
          }),
        );
    },

    "redux-saga": async () => {
      const { runSaga } = await import("redux-saga");
      const settled = Promise.resolve(1);
      function* main(operations: number): Generator<unknown, number, any> {
        let total = 0;
        for (let i = 0; i < operations; i++) total += yield settled;
        return total;
      }
      return (operations) => runSaga({}, main, operations).toPromise();
    },

    co: async () => {
      const { default: co } = await import("co");
      const settled = Promise.resolve(1);
      return (operations) =>
        co(function* () {
          let total = 0;
          for (let i = 0; i < operations; i++) total += (yield settled) as number;
          return total;
        });
    },
  },
};
