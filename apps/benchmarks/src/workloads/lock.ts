import { both } from "../asyncio-ts.ts";
import { Semaphore as FloorSemaphore } from "../floor/semaphore.ts";
import { run, spawn } from "../floor/task.ts";
import { current, wake } from "../floor/turns.ts";
import { Semaphore as NativeSemaphore } from "../native/semaphore.ts";
import { sum } from "../sum.ts";
import { timesNative, type Workload } from "../workload.ts";

const TASKS = 100;

/** Returns the number of visits of each task. */
const visitsOfTasks = (operations: number) => Array.from({ length: TASKS }, () => Math.ceil(operations / TASKS));

/** A hundred tasks acquire a lock or semaphore again and again. Each suspends once while it holds it. */
function lockWorkload(name: "lock" | "semaphore", permits: number): Workload {
  return {
    name,
    title: name === "lock" ? "contended lock, 100 tasks" : `contended semaphore, 100 tasks, ${permits} permits`,
    unit: "ns",
    operations: 50_000,
    measure: "time",
    targets: { "asyncio-ts": timesNative(0.45, 0.33) },
    python: "lock.py",
    peers: {
      ...both(({ gather, Lock, run, Semaphore, sleep }, mark) => {
        type Gate = InstanceType<typeof Lock | typeof Semaphore>;
        const visit = mark(function* (gate: Gate, times: number) {
          let visits = 0;
          while (visits < times) {
            yield* gate.acquire();
            try {
              yield* sleep(0);
              visits++;
            } finally {
              gate.release();
            }
          }
          return visits;
        });
        return (operations) =>
          run(function* () {
            const gate = name === "lock" ? new Lock() : new Semaphore(permits);
            return sum(yield* gather(...visitsOfTasks(operations).map((times) => visit(gate, times))));
          });
      }),

      native: () => {
        async function visit(gate: NativeSemaphore, times: number) {
          let visits = 0;
          while (visits < times) {
            await gate.acquire();
            try {
              await undefined;
              visits++;
            } finally {
              gate.release();
            }
          }
          return visits;
        }
        return async (operations) => {
          const gate = new NativeSemaphore(permits);
          return sum(await Promise.all(visitsOfTasks(operations).map((times) => visit(gate, times))));
        };
      },

      floor: () => {
        function* visit(gate: FloorSemaphore, times: number) {
          let visits = 0;
          while (visits < times) {
            if (gate.parks()) yield;
            try {
              wake(current);
              yield;
              visits++;
            } finally {
              gate.release();
            }
          }
          return visits;
        }
        function* main(operations: number) {
          const gate = new FloorSemaphore(permits);
          let total = 0;
          for (const task of visitsOfTasks(operations).map((times) => spawn(visit(gate, times)))) {
            if (task.parks()) yield;
            total += task.result!;
          }
          return total;
        }
        return (operations) => run(main(operations));
      },

      effect: async () => {
        const { Effect, Semaphore } = await import("effect");
        type Gate = import("effect").Semaphore.Semaphore;
        const visit = Effect.fnUntraced(function* (gate: Gate, times: number) {
          let visits = 0;
          while (visits < times) {
            yield* Semaphore.withPermit(gate, Effect.yieldNow);
            visits++;
          }
          return visits;
        });
        return (operations) =>
          Effect.runPromise(
            Effect.gen(function* () {
              const gate = yield* Semaphore.make(permits);
              const visits = visitsOfTasks(operations).map((times) => visit(gate, times));
              return sum(yield* Effect.all(visits, { concurrency: "unbounded" }));
            }),
          );
      },

      co: async () => {
        const { default: co } = await import("co");
        const resolved = Promise.resolve();
        function* visit(gate: NativeSemaphore, times: number) {
          let visits = 0;
          while (visits < times) {
            yield gate.acquire();
            try {
              yield resolved;
              visits++;
            } finally {
              gate.release();
            }
          }
          return visits;
        }
        return async (operations) => {
          const gate = new NativeSemaphore(permits);
          return sum(await Promise.all(visitsOfTasks(operations).map((times) => co(() => visit(gate, times)))));
        };
      },
    },
  };
}

export const locks: Workload[] = [lockWorkload("lock", 1), lockWorkload("semaphore", 10)];
