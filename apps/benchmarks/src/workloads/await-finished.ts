import { both } from "../asyncio-ts.ts";
import { timesNative, type Workload } from "../workload.ts";

/** Awaits one finished future many times. */
export const awaitFinished: Workload = {
  name: "await-finished",
  title: "await a finished future",
  unit: "ns",
  operations: 200_000,
  measure: "time",
  targets: { "asyncio-ts": timesNative(0.3, 0.25) },
  python: "await_finished.py",
  peers: {
    ...both(({ Future, run }, mark) => {
      const main = mark(function* (operations: number) {
        const finished = new Future<number>();
        finished.setResult(1);
        let total = 0;
        for (let i = 0; i < operations; i++) total += yield* finished;
        return total;
      });
      return (operations) => run(() => main(operations));
    }),

    native: () => async (operations) => {
      const finished = Promise.resolve(1);
      let total = 0;
      for (let i = 0; i < operations; i++) total += await finished;
      return total;
    },

    effect: async () => {
      const { Deferred, Effect } = await import("effect");
      return (operations) =>
        Effect.runPromise(
          Effect.gen(function* () {
            const finished = yield* Deferred.make<number>();
            yield* Deferred.succeed(finished, 1);
            let total = 0;
            for (let i = 0; i < operations; i++) total += yield* Deferred.await(finished);
            return total;
          }),
        );
    },

    effection: async () => {
      const { run, withResolvers } = await import("effection");
      return (operations) =>
        run(function* () {
          const finished = withResolvers<number>();
          finished.resolve(1);
          let total = 0;
          for (let i = 0; i < operations; i++) total += yield* finished.operation;
          return total;
        });
    },

    "redux-saga": async () => {
      const { runSaga } = await import("redux-saga");
      const { fork, join } = await import("redux-saga/effects");
      function* one(): Generator<never, number> {
        return 1;
      }
      function* main(operations: number): Generator<unknown, number, any> {
        const finished = yield fork(one);
        let total = 0;
        for (let i = 0; i < operations; i++) total += yield join(finished);
        return total;
      }
      return (operations) => runSaga({}, main, operations).toPromise();
    },

    co: async () => {
      const { default: co } = await import("co");
      return (operations) =>
        co(function* () {
          const finished = Promise.resolve(1);
          let total = 0;
          for (let i = 0; i < operations; i++) total += (yield finished) as number;
          return total;
        });
    },
  },
};
