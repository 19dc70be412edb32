import { both } from "../asyncio-ts.ts";
import { timesNative, type Workload } from "../workload.ts";

/** Calls a child coroutine that never suspends. */
export const call: Workload = {
  name: "call",
  title: "call a child that never suspends",
  unit: "ns",
  operations: 200_000,
  measure: "time",
  targets: { "asyncio-ts": timesNative(0.6, 0.55), "asyncio-ts-marked": timesNative(0.75, 0.65) },
  python: "call.py",
  peers: {
    ...both(({ run }, mark) => {
      const child = mark(function* (i: number) {
        return i;
      });
      return (operations) =>
        run(function* () {
          let total = 0;
          for (let i = 0; i < operations; i++) total += yield* child(i);
          return total;
        });
    }),

    native: () => {
      async function child(i: number) {
        return i;
      }
      return async (operations) => {
        let total = 0;
        for (let i = 0; i < operations; i++) total += await child(i);
        return total;
      };
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
            for (let i = 0; i < operations; i++) total += yield* child(i);
            return total;
          }),
        );
    },

    effection: async () => {
      const { run } = await import("effection");
      function* child(i: number) {
        return i;
      }
      return (operations) =>
        run(function* () {
          let total = 0;
          for (let i = 0; i < operations; i++) total += yield* child(i);
          return total;
        });
    },

    "redux-saga": async () => {
      const { runSaga } = await import("redux-saga");
      const { call } = await import("redux-saga/effects");
      function* child(i: number): Generator<never, number> {
        return i;
      }
      function* main(operations: number): Generator<unknown, number, number> {
        let total = 0;
        for (let i = 0; i < operations; i++) total += yield call(child, i);
        return total;
      }
      return (operations) => runSaga({}, main, operations).toPromise();
    },

    co: async () => {
      const { default: co } = await import("co");
      function* child(i: number): Generator<never, number> {
        return i;
      }
      return (operations) =>
        co(function* () {
          let total = 0;
          for (let i = 0; i < operations; i++) total += yield* child(i);
          return total;
        });
    },

    caf: async () => {
      const { CAF } = await import("caf");
      const child = CAF(function* (_signal: AbortSignal, i: number): Generator<never, number> {
        return i;
      });
      const main = CAF(function* (signal: AbortSignal, operations: number): Generator<unknown, number, any> {
        let total = 0;
        for (let i = 0; i < operations; i++) total += yield child(signal, i);
        return total;
      });
      return (operations) => main(new CAF.cancelToken(), operations);
    },
  },
};
