import { both } from "../asyncio-ts.ts";
import { run, spawn } from "../floor/task.ts";
import { serveTimers, startTimer } from "../floor/timers.ts";
import { current } from "../floor/turns.ts";
import { sum } from "../sum.ts";
import { timesNative, type Workload } from "../workload.ts";

/** Returns the milliseconds that each task sleeps, from 1 to 100. */
const durations = (operations: number) => Array.from({ length: operations }, (_, i) => 1 + (i % 100));

/** Measures the CPU time of many tasks that sleep at the same time. */
export const sleeps: Workload = {
  name: "sleeps",
  title: "100,000 sleeps, CPU",
  unit: "ns",
  operations: 100_000,
  measure: "cpu",
  targets: { "asyncio-ts": timesNative(0.75, 0.6) },
  python: "sleeps.py",
  peers: {
    ...both(({ gather, run, sleep }, mark) => {
      const nap = mark(function* (ms: number) {
        yield* sleep(ms);
        return ms;
      });
      return (operations) =>
        run(function* () {
          return sum(yield* gather(...durations(operations).map(nap)));
        });
    }),

    native: () => {
      async function nap(ms: number) {
        await new Promise((resolve) => setTimeout(resolve, ms));
        return ms;
      }
      return async (operations) => sum(await Promise.all(durations(operations).map(nap)));
    },

    floor: () => {
      function* nap(ms: number) {
        startTimer(ms, current);
        yield;
        return ms;
      }
      function* main(operations: number) {
        const tasks = durations(operations).map((ms) => spawn(nap(ms)));
        const results = [];
        for (const task of tasks) {
          if (task.parks()) yield;
          results.push(task.result!);
        }
        return sum(results);
      }
      return (operations) => {
        const result = run(main(operations));
        serveTimers();
        return result;
      };
    },

    effect: async () => {
      const { Effect } = await import("effect");
      const nap = Effect.fnUntraced(function* (ms: number) {
        yield* Effect.sleep(ms);
        return ms;
      });
      return async (operations) =>
        sum(
          await Effect.runPromise(
            Effect.all(
              durations(operations).map((ms) => nap(ms)),
              { concurrency: "unbounded" },
            ),
          ),
        );
    },

    effection: async () => {
      const { all, call, run, sleep } = await import("effection");
      function* nap(ms: number) {
        yield* sleep(ms);
        return ms;
      }
      return (operations) =>
        run(function* () {
          return sum(yield* all(durations(operations).map((ms) => call(() => nap(ms)))));
        });
    },

    rxjs: async () => {
      const { forkJoin, lastValueFrom, map, timer } = await import("rxjs");
      const nap = (ms: number) => timer(ms).pipe(map(() => ms));
      return async (operations) => sum(await lastValueFrom(forkJoin(durations(operations).map(nap))));
    },

    "redux-saga": async () => {
      const { runSaga } = await import("redux-saga");
      const { all, call, delay } = await import("redux-saga/effects");
      function* nap(ms: number): Generator<unknown, number> {
        yield delay(ms);
        return ms;
      }
      function* main(operations: number): Generator<unknown, number, number[]> {
        return sum(yield all(durations(operations).map((ms) => call(nap, ms))));
      }
      return (operations) => runSaga({}, main, operations).toPromise();
    },

    co: async () => {
      const { default: co } = await import("co");
      function* nap(ms: number) {
        yield new Promise((resolve) => setTimeout(resolve, ms));
        return ms;
      }
      return async (operations) => sum(await Promise.all(durations(operations).map((ms) => co(() => nap(ms)))));
    },

    "abort-controller-x": async () => {
      const { all, delay } = await import("abort-controller-x");
      async function nap(ms: number, signal: AbortSignal) {
        await delay(signal, ms);
        return ms;
      }
      return async (operations) =>
        sum(await all(new AbortController().signal, (signal) => durations(operations).map((ms) => nap(ms, signal))));
    },

    caf: async () => {
      const { CAF } = await import("caf");
      const nap = CAF(function* (signal: AbortSignal, ms: number): Generator<unknown, number> {
        yield CAF.delay(signal, ms);
        return ms;
      });
      return async (operations) => {
        const token = new CAF.cancelToken();
        return sum(await Promise.all(durations(operations).map((ms) => nap(token, ms))));
      };
    },
  },
};
