import { both } from "../asyncio-ts.ts";
import { type FramedCoroutine, FramedTask } from "../floor/framed-task.ts";
import { finished } from "../floor/task.ts";
import { startTimer, stopTimer } from "../floor/timers.ts";
import { current, wake } from "../floor/turns.ts";
import { abortable } from "../native/abortable.ts";
import { withAbort, withTimeout } from "../native/time-limit.ts";
import { timesNative, type Workload } from "../workload.ts";

/** In milliseconds; far more than the body takes. */
const LIMIT = 1_000;

/** Sets a time limit around an inline body that suspends once. */
export const timeLimit: Workload = {
  name: "time-limit",
  title: "time limit around a body in place",
  unit: "ns",
  operations: 20_000,
  measure: "time",
  targets: { "asyncio-ts": timesNative(1.2, 1) },
  python: "wait_for.py",
  peers: {
    ...both(({ run, sleep, timeout }, mark) => {
      const main = mark(function* (operations: number) {
        let total = 0;
        for (let i = 0; i < operations; i++) {
          total += yield* timeout(LIMIT, function* () {
            yield* sleep(0);
            return i;
          });
        }
        return total;
      });
      return (operations) => run(() => main(operations));
    }),

    native: () => async (operations) => {
      let total = 0;
      for (let i = 0; i < operations; i++) {
        const body = async () => {
          await undefined;
          return i;
        };
        total += await withTimeout(body(), LIMIT);
      }
      return total;
    },

    floor: () => {
      function* main(operations: number): FramedCoroutine<number> {
        let total = 0;
        for (let i = 0; i < operations; i++) {
          const body = function* (): FramedCoroutine<number> {
            wake(current);
            yield;
            return i;
          };
          const timer = startTimer(LIMIT, current);
          try {
            total += yield body();
          } finally {
            stopTimer(timer);
          }
        }
        return total;
      }
      return (operations) => {
        const task = new FramedTask(main(operations));
        wake(task);
        return finished(task);
      };
    },

    "native-abort": () => async (operations) => {
      let total = 0;
      for (let i = 0; i < operations; i++) {
        total += await withAbort(async (signal) => {
          await abortable(Promise.resolve(), signal);
          return i;
        }, LIMIT);
      }
      return total;
    },

    effect: async () => {
      const { Effect } = await import("effect");
      return (operations) =>
        Effect.runPromise(
          Effect.gen(function* () {
            let total = 0;
            for (let i = 0; i < operations; i++) {
              const body = Effect.gen(function* () {
                yield* Effect.yieldNow;
                return i;
              });
              total += yield* Effect.timeout(body, LIMIT);
            }
            return total;
          }),
        );
    },
  },
};
