import { both } from "../asyncio-ts.ts";
import { run } from "../floor/task.ts";
import { startTimer, stopTimer } from "../floor/timers.ts";
import { current, wake } from "../floor/turns.ts";
import { abortable } from "../native/abortable.ts";
import { withAbort, withTimeout } from "../native/time-limit.ts";
import { timesNative, type Workload } from "../workload.ts";

/** In milliseconds; far more than the operation takes. */
const LIMIT = 1_000;

/** Sets a time limit around a coroutine that suspends once. */
export const waitFor: Workload = {
  name: "wait-for",
  title: "waitFor around a quick operation",
  unit: "ns",
  operations: 20_000,
  measure: "time",
  targets: { "asyncio-ts": timesNative(0.4, 0.34) },
  python: "wait_for.py",
  peers: {
    ...both(({ run, sleep, waitFor }, mark) => {
      const quick = mark(function* (i: number) {
        yield* sleep(0);
        return i;
      });
      return (operations) =>
        run(function* () {
          let total = 0;
          for (let i = 0; i < operations; i++) total += yield* waitFor(quick(i), LIMIT);
          return total;
        });
    }),

    native: () => {
      async function quick(i: number) {
        await undefined;
        return i;
      }
      return async (operations) => {
        let total = 0;
        for (let i = 0; i < operations; i++) total += await withTimeout(quick(i), LIMIT);
        return total;
      };
    },

    floor: () => {
      function* quick(i: number) {
        wake(current);
        yield;
        return i;
      }
      function* main(operations: number) {
        let total = 0;
        for (let i = 0; i < operations; i++) {
          const timer = startTimer(LIMIT, current);
          try {
            total += yield* quick(i);
          } finally {
            stopTimer(timer);
          }
        }
        return total;
      }
      return (operations) => run(main(operations));
    },

    "native-abort": () => {
      async function quick(i: number, signal: AbortSignal) {
        await abortable(Promise.resolve(), signal);
        return i;
      }
      return async (operations) => {
        let total = 0;
        for (let i = 0; i < operations; i++) total += await withAbort((signal) => quick(i, signal), LIMIT);
        return total;
      };
    },

    effect: async () => {
      const { Effect } = await import("effect");
      const quick = Effect.fnUntraced(function* (i: number) {
        yield* Effect.yieldNow;
        return i;
      });
      return (operations) =>
        Effect.runPromise(
          Effect.gen(function* () {
            let total = 0;
            for (let i = 0; i < operations; i++) total += yield* Effect.timeout(quick(i), LIMIT);
            return total;
          }),
        );
    },

    effection: async () => {
      const { call, race, run, sleep, until } = await import("effection");
      const resolved = Promise.resolve();
      function* quick(i: number) {
        yield* until(resolved);
        return i;
      }
      function* limit(): Generator<any, number, any> {
        yield* sleep(LIMIT);
        throw new Error("took too long");
      }
      return (operations) =>
        run(function* () {
          let total = 0;
          for (let i = 0; i < operations; i++) total += (yield* race([call(() => quick(i)), call(limit)])) as number;
          return total;
        });
    },

    rxjs: async () => {
      const { asapScheduler, lastValueFrom, scheduled, timeout } = await import("rxjs");
      const quick = (i: number) => scheduled([i], asapScheduler);
      return async (operations) => {
        let total = 0;
        for (let i = 0; i < operations; i++) total += await lastValueFrom(quick(i).pipe(timeout(LIMIT)));
        return total;
      };
    },

    "redux-saga": async () => {
      const { runSaga } = await import("redux-saga");
      const { call, delay, race } = await import("redux-saga/effects");
      const resolved = Promise.resolve();
      function* quick(i: number): Generator<unknown, number> {
        yield resolved;
        return i;
      }
      function* main(operations: number): Generator<unknown, number, { result: number }> {
        let total = 0;
        for (let i = 0; i < operations; i++) total += (yield race({ result: call(quick, i), limit: delay(LIMIT) })).result;
        return total;
      }
      return (operations) => runSaga({}, main, operations).toPromise();
    },

    "abort-controller-x": async () => {
      const { abortable, delay, race } = await import("abort-controller-x");
      const resolved = Promise.resolve();
      async function quick(i: number, signal: AbortSignal) {
        await abortable(signal, resolved);
        return i;
      }
      async function limit(signal: AbortSignal): Promise<never> {
        await delay(signal, LIMIT);
        throw new Error("took too long");
      }
      return async (operations) => {
        const outer = new AbortController().signal;
        let total = 0;
        for (let i = 0; i < operations; i++) total += await race(outer, (signal) => [quick(i, signal), limit(signal)]);
        return total;
      };
    },

    caf: async () => {
      const { CAF } = await import("caf");
      const resolved = Promise.resolve();
      const quick = CAF(function* (_signal: AbortSignal, i: number): Generator<unknown, number> {
        yield resolved;
        return i;
      });
      return async (operations) => {
        let total = 0;
        for (let i = 0; i < operations; i++) total += await quick(CAF.timeout(LIMIT), i);
        return total;
      };
    },
  },
};
