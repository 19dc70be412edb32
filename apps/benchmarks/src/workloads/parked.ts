import { both } from "../asyncio-ts.ts";
import { abortable } from "../native/abortable.ts";
import { Places } from "../places.ts";
import { sum } from "../sum.ts";
import type { Finding, Workload } from "../workload.ts";

/** What so many parked tasks hold of the heap, each with what it waits for; in the end they go on, and are counted. */
export function parking(tasks: number, targets: Workload["targets"]): Workload {
  return {
    name: `parked-${tasks}`,
    title: `a parked task, of ${tasks.toLocaleString("en")}`,
    unit: "bytes",
    operations: tasks,
    measure: "itself",
    targets,
    python: "parked.py",
    peers: {
      ...both(({ createTask, Future, run, sleep }, mark) => {
        const park = mark(function* (gate: InstanceType<typeof Future<number>>) {
          return yield* gate;
        });
        return (operations) =>
          run(function* () {
            const places = new Places<InstanceType<typeof Future<number>>, ReturnType<typeof createTask<number>>>(operations);
            for (let i = 0; i < operations; i++) {
              const gate = new Future<number>();
              places.take(i, gate, createTask(park(gate)));
            }
            yield* sleep(0);
            const value = places.bytesEach();
            for (const gate of places.gates) gate.setResult(1);
            let checksum = 0;
            for (const task of places.tasks) checksum += yield* task;
            return { value, checksum };
          });
      }),

      native: () => {
        async function park(promise: Promise<number>) {
          return await promise;
        }
        return async (operations) => {
          const places = new Places<(value: number) => void, Promise<number>>(operations);
          for (let i = 0; i < operations; i++) {
            let open!: (value: number) => void;
            const promise = new Promise<number>((resolve) => (open = resolve));
            places.take(i, open, park(promise));
          }
          return finish(places);
        };
      },

      "native-abort": () => {
        async function park(promise: Promise<number>, signal: AbortSignal) {
          return await abortable(promise, signal);
        }
        return async (operations) => {
          const places = new Places<(value: number) => void, Promise<number>>(operations);
          const controllers: AbortController[] = Array.from({ length: operations });
          for (let i = 0; i < operations; i++) {
            let open!: (value: number) => void;
            const promise = new Promise<number>((resolve) => (open = resolve));
            const controller = (controllers[i] = new AbortController());
            places.take(i, open, park(promise, controller.signal));
          }
          return finish(places);
        };
      },

      effect: async () => {
        const { Deferred, Effect, Fiber } = await import("effect");
        type Gate = import("effect").Deferred.Deferred<number>;
        const park = Effect.fnUntraced(function* (gate: Gate) {
          return yield* Deferred.await(gate);
        });
        return (operations) =>
          Effect.runPromise(
            Effect.gen(function* () {
              const places = new Places<Gate, import("effect").Fiber.Fiber<number>>(operations);
              for (let i = 0; i < operations; i++) {
                const gate = yield* Deferred.make<number>();
                places.take(i, gate, yield* Effect.forkChild(park(gate)));
              }
              yield* Effect.yieldNow;
              const value = places.bytesEach();
              for (const gate of places.gates) yield* Deferred.succeed(gate, 1);
              let checksum = 0;
              for (const fiber of places.tasks) checksum += yield* Fiber.join(fiber);
              return { value, checksum };
            }),
          );
      },

      effection: async () => {
        const { run, sleep, spawn, withResolvers } = await import("effection");
        type Gate = ReturnType<typeof withResolvers<number>>;
        type Task = import("effection").Task<number>;
        return (operations) =>
          run(function* () {
            const places = new Places<Gate, Task>(operations);
            for (let i = 0; i < operations; i++) {
              const gate = withResolvers<number>();
              const task = yield* spawn(function* () {
                return yield* gate.operation;
              });
              places.take(i, gate, task);
            }
            yield* sleep(0);
            const value = places.bytesEach();
            for (const gate of places.gates) gate.resolve(1);
            let checksum = 0;
            for (const task of places.tasks) checksum += yield* task;
            return { value, checksum };
          });
      },

      co: async () => {
        const { default: co } = await import("co");
        function* park(promise: Promise<number>): Generator<Promise<number>, number, number> {
          return yield promise;
        }
        return async (operations) => {
          const places = new Places<(value: number) => void, Promise<number>>(operations);
          for (let i = 0; i < operations; i++) {
            let open!: (value: number) => void;
            const promise = new Promise<number>((resolve) => (open = resolve));
            places.take(
              i,
              open,
              co(() => park(promise)),
            );
          }
          return finish(places);
        };
      },
    },
  };
}

async function finish(places: Places<(value: number) => void, Promise<number>>): Promise<Finding> {
  await undefined;
  const value = places.bytesEach();
  for (const open of places.gates) open(1);
  return { value, checksum: sum(await Promise.all(places.tasks)) };
}
