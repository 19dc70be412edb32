import { both } from "../asyncio-ts.ts";
import { run, spawn } from "../floor/task.ts";
import { current, wake } from "../floor/turns.ts";
import { sum } from "../sum.ts";
import { type Target, timesNative, type Workload } from "../workload.ts";

/** Tasks suspend again and again, so that the loop switches between them. */
function switchWorkload(tasks: number, title: string, target: Target): Workload {
  /** Returns the number of turns of each task. */
  const turnsOfTasks = (operations: number) => Array.from({ length: tasks }, () => Math.ceil(operations / tasks));

  return {
    name: `switch-${tasks}`,
    title,
    unit: "ns",
    operations: 200_000,
    measure: "time",
    targets: { "asyncio-ts": target },
    python: "switch.py",
    peers: {
      ...both(({ gather, run, sleep }, mark) => {
        const spin = mark(function* (turns: number) {
          let taken = 0;
          while (taken < turns) {
            yield* sleep(0);
            taken++;
          }
          return taken;
        });
        return (operations) =>
          run(function* () {
            return sum(yield* gather(...turnsOfTasks(operations).map(spin)));
          });
      }),

      native: () => {
        async function spin(turns: number) {
          let taken = 0;
          while (taken < turns) {
            await undefined;
            taken++;
          }
          return taken;
        }
        return async (operations) => sum(await Promise.all(turnsOfTasks(operations).map(spin)));
      },

      floor: () => {
        function* spin(turns: number) {
          let taken = 0;
          while (taken < turns) {
            wake(current);
            yield;
            taken++;
          }
          return taken;
        }
        function* main(operations: number) {
          let total = 0;
          for (const task of turnsOfTasks(operations).map((turns) => spawn(spin(turns)))) {
            if (task.parks()) yield;
            total += task.result!;
          }
          return total;
        }
        return (operations) => run(main(operations));
      },

      effect: async () => {
        const { Effect } = await import("effect");
        const spin = Effect.fnUntraced(function* (turns: number) {
          let taken = 0;
          while (taken < turns) {
            yield* Effect.yieldNow;
            taken++;
          }
          return taken;
        });
        return async (operations) =>
          sum(
            await Effect.runPromise(
              Effect.all(
                turnsOfTasks(operations).map((turns) => spin(turns)),
                { concurrency: "unbounded" },
              ),
            ),
          );
      },

      effection: async () => {
        const { all, run, until } = await import("effection");
        const resolved = Promise.resolve();
        function* spin(turns: number) {
          let taken = 0;
          while (taken < turns) {
            yield* until(resolved);
            taken++;
          }
          return taken;
        }
        return (operations) =>
          run(function* () {
            return sum(yield* all(turnsOfTasks(operations).map((turns) => ({ [Symbol.iterator]: () => spin(turns) }))));
          });
      },

      rxjs: async () => {
        const { asapScheduler, count, forkJoin, interval, lastValueFrom, take } = await import("rxjs");
        const spin = (turns: number) => interval(0, asapScheduler).pipe(take(turns), count());
        return async (operations) => sum(await lastValueFrom(forkJoin(turnsOfTasks(operations).map(spin))));
      },

      "redux-saga": async () => {
        const { runSaga } = await import("redux-saga");
        const { all, call } = await import("redux-saga/effects");
        const resolved = Promise.resolve();
        function* spin(turns: number): Generator<unknown, number> {
          let taken = 0;
          while (taken < turns) {
            yield resolved;
            taken++;
          }
          return taken;
        }
        function* main(operations: number): Generator<unknown, number, number[]> {
          return sum(yield all(turnsOfTasks(operations).map((turns) => call(spin, turns))));
        }
        return (operations) => runSaga({}, main, operations).toPromise();
      },

      co: async () => {
        const { default: co } = await import("co");
        const resolved = Promise.resolve();
        function* spin(turns: number) {
          let taken = 0;
          while (taken < turns) {
            yield resolved;
            taken++;
          }
          return taken;
        }
        return async (operations) => sum(await Promise.all(turnsOfTasks(operations).map((turns) => co(() => spin(turns)))));
      },

      caf: async () => {
        const { CAF } = await import("caf");
        const resolved = Promise.resolve();
        const spin = CAF(function* (_signal: AbortSignal, turns: number): Generator<unknown, number> {
          let taken = 0;
          while (taken < turns) {
            yield resolved;
            taken++;
          }
          return taken;
        });
        return async (operations) => {
          const token = new CAF.cancelToken();
          return sum(await Promise.all(turnsOfTasks(operations).map((turns) => spin(token, turns))));
        };
      },
    },
  };
}

export const switches: Workload[] = [
  switchWorkload(1, "switch, 1 task", timesNative(1.1, 1)),
  switchWorkload(1_000, "switch, 1,000 tasks", timesNative(0.8, 0.75)),
];
