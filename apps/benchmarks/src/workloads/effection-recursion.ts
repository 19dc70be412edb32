import type { CancelToken } from "caf";
import { both } from "../asyncio-ts.ts";
import type { Workload } from "../workload.ts";

const DEPTH = 100;

/** Promises that the innermost call of a run awaits. */
const AWAITS = 100;

/** The recursion benchmark of Effection: calls nest, and the innermost call awaits settled promises. An operation is an await. */
export const effectionRecursion: Workload = {
  name: "effection-recursion",
  title: `Effection's recursion benchmark, ${DEPTH} deep`,
  unit: "ns",
  operations: 100 * AWAITS,
  measure: "time",
  targets: {},
  peers: {
    ...both(async ({ run }, mark) => {
      const { fromPromise } = await import("@asyncio-ts/promise");
      const recurse: (left: number) => Generator<any, number, any> = mark(function* (left) {
        if (left > 1) return yield* recurse(left - 1);
        let taken = 0;
        for (; taken < AWAITS; taken++) yield* fromPromise(Promise.resolve());
        return taken;
      });
      return (operations) =>
        run(function* () {
          let total = 0;
          for (let left = operations; left > 0; left -= AWAITS) total += yield* recurse(DEPTH);
          return total;
        });
    }),

    native: () => {
      async function recurse(left: number): Promise<number> {
        if (left > 1) return await recurse(left - 1);
        let taken = 0;
        for (; taken < AWAITS; taken++) await Promise.resolve();
        return taken;
      }
      return async (operations) => {
        let total = 0;
        for (let left = operations; left > 0; left -= AWAITS) total += await recurse(DEPTH);
        return total;
      };
    },

    effect: async () => {
      const { Effect } = await import("effect");
      const recurse: (left: number) => import("effect").Effect.Effect<number> = Effect.fnUntraced(function* (left) {
        if (left > 1) return yield* recurse(left - 1);
        let taken = 0;
        for (; taken < AWAITS; taken++) yield* Effect.promise(() => Promise.resolve());
        return taken;
      });
      return (operations) =>
        Effect.runPromise(
          Effect.gen(function* () {
            let total = 0;
            for (let left = operations; left > 0; left -= AWAITS) total += yield* recurse(DEPTH);
            return total;
          }),
        );
    },

    effection: async () => {
      const { call, run } = await import("effection");
      function* recurse(left: number): Generator<any, number, any> {
        if (left > 1) return yield* recurse(left - 1);
        let taken = 0;
        for (; taken < AWAITS; taken++) yield* call(() => Promise.resolve());
        return taken;
      }
      return (operations) =>
        run(function* () {
          let total = 0;
          for (let left = operations; left > 0; left -= AWAITS) total += yield* recurse(DEPTH);
          return total;
        });
    },

    rxjs: async () => {
      const { concatMap, count, defer, lastValueFrom, range } = await import("rxjs");
      type Numbers = import("rxjs").Observable<number>;
      const recurse = (left: number): Numbers =>
        defer(() =>
          left > 1
            ? recurse(left - 1)
            : range(AWAITS).pipe(
                concatMap(() => Promise.resolve()),
                count(),
              ),
        );
      return async (operations) => {
        let total = 0;
        for (let left = operations; left > 0; left -= AWAITS) total += await lastValueFrom(recurse(DEPTH));
        return total;
      };
    },

    "redux-saga": async () => {
      const { runSaga } = await import("redux-saga");
      const { call } = await import("redux-saga/effects");
      function* recurse(left: number): Generator<unknown, number, number> {
        if (left > 1) return yield call(recurse, left - 1);
        let taken = 0;
        for (; taken < AWAITS; taken++) yield Promise.resolve();
        return taken;
      }
      function* main(operations: number): Generator<unknown, number, number> {
        let total = 0;
        for (let left = operations; left > 0; left -= AWAITS) total += yield call(recurse, DEPTH);
        return total;
      }
      return (operations) => runSaga({}, main, operations).toPromise();
    },

    co: async () => {
      const { default: co } = await import("co");
      function* recurse(left: number): Generator<unknown, number, number> {
        if (left > 1) return yield recurse(left - 1);
        let taken = 0;
        for (; taken < AWAITS; taken++) yield Promise.resolve();
        return taken;
      }
      return async (operations) => {
        let total = 0;
        for (let left = operations; left > 0; left -= AWAITS) total += await co(() => recurse(DEPTH));
        return total;
      };
    },

    caf: async () => {
      const { CAF } = await import("caf");
      type Recursion = (signal: AbortSignal | CancelToken, left: number) => Promise<number>;
      const recurse: Recursion = CAF(function* (signal: AbortSignal, left: number): Generator<unknown, number, any> {
        if (left > 1) return yield recurse(signal, left - 1);
        let taken = 0;
        for (; taken < AWAITS; taken++) yield Promise.resolve();
        return taken;
      });
      return async (operations) => {
        const token = new CAF.cancelToken();
        let total = 0;
        for (let left = operations; left > 0; left -= AWAITS) total += await recurse(token, DEPTH);
        return total;
      };
    },
  },
};
