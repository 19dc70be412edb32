import { both } from "../asyncio-ts.ts";
import { Gate } from "../floor/gate.ts";
import { run, spawn, type Task } from "../floor/task.ts";
import { current, wake } from "../floor/turns.ts";
import { abortable } from "../native/abortable.ts";
import { ParkedTasks } from "../parked-tasks.ts";
import { sum } from "../sum.ts";
import type { Sample, Workload } from "../workload.ts";

/** Measures the bytes of parked tasks on the heap, each with its gate. Then opens the gates and counts the tasks. */
export function parkedWorkload(tasks: number, targets: Workload["targets"]): Workload {
  return {
    name: `parked-${tasks}`,
    title: `a parked task, of ${tasks.toLocaleString("en")}`,
    unit: "bytes",
    operations: tasks,
    measure: "custom",
    targets,
    python: "parked.py",
    peers: {
      ...both(({ createTask, Future, run, sleep }, mark) => {
        const park = mark(function* (gate: InstanceType<typeof Future<number>>) {
          return yield* gate;
        });
        return (operations) =>
          run(function* () {
            const parked = new ParkedTasks<InstanceType<typeof Future<number>>, ReturnType<typeof createTask<number>>>(operations);
            for (let i = 0; i < operations; i++) {
              const gate = new Future<number>();
              parked.set(i, gate, createTask(park(gate)));
            }
            yield* sleep(0);
            const value = parked.bytesPerTask();
            for (const gate of parked.gates) gate.setResult(1);
            let checksum = 0;
            for (const task of parked.tasks) checksum += yield* task;
            return { value, checksum };
          });
      }),

      native: () => {
        async function park(promise: Promise<number>) {
          return await promise;
        }
        return async (operations) => {
          const parked = new ParkedTasks<(value: number) => void, Promise<number>>(operations);
          for (let i = 0; i < operations; i++) {
            let open!: (value: number) => void;
            const promise = new Promise<number>((resolve) => (open = resolve));
            parked.set(i, open, park(promise));
          }
          return finish(parked);
        };
      },

      floor: () => {
        function* park(gate: Gate) {
          if (gate.parks()) yield;
          return gate.value!;
        }
        function* main(operations: number) {
          const parked = new ParkedTasks<Gate, Task<number>>(operations);
          for (let i = 0; i < operations; i++) {
            const gate = new Gate();
            parked.set(i, gate, spawn(park(gate)));
          }
          wake(current);
          yield;
          const value = parked.bytesPerTask();
          for (const gate of parked.gates) gate.open(1);
          let checksum = 0;
          for (const task of parked.tasks) {
            if (task.parks()) yield;
            checksum += task.result!;
          }
          return { value, checksum };
        }
        return (operations) => run(main(operations));
      },

      "native-abort": () => {
        async function park(promise: Promise<number>, signal: AbortSignal) {
          return await abortable(promise, signal);
        }
        return async (operations) => {
          const parked = new ParkedTasks<(value: number) => void, Promise<number>>(operations);
          const controllers: AbortController[] = Array.from({ length: operations });
          for (let i = 0; i < operations; i++) {
            let open!: (value: number) => void;
            const promise = new Promise<number>((resolve) => (open = resolve));
            const controller = (controllers[i] = new AbortController());
            parked.set(i, open, park(promise, controller.signal));
          }
          return finish(parked);
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
              const parked = new ParkedTasks<Gate, import("effect").Fiber.Fiber<number>>(operations);
              for (let i = 0; i < operations; i++) {
                const gate = yield* Deferred.make<number>();
                parked.set(i, gate, yield* Effect.forkChild(park(gate)));
              }
              yield* Effect.yieldNow;
              const value = parked.bytesPerTask();
              for (const gate of parked.gates) yield* Deferred.succeed(gate, 1);
              let checksum = 0;
              for (const fiber of parked.tasks) checksum += yield* Fiber.join(fiber);
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
            const parked = new ParkedTasks<Gate, Task>(operations);
            for (let i = 0; i < operations; i++) {
              const gate = withResolvers<number>();
              const task = yield* spawn(function* () {
                return yield* gate.operation;
              });
              parked.set(i, gate, task);
            }
            yield* sleep(0);
            const value = parked.bytesPerTask();
            for (const gate of parked.gates) gate.resolve(1);
            let checksum = 0;
            for (const task of parked.tasks) checksum += yield* task;
            return { value, checksum };
          });
      },

      co: async () => {
        const { default: co } = await import("co");
        function* park(promise: Promise<number>): Generator<Promise<number>, number, number> {
          return yield promise;
        }
        return async (operations) => {
          const parked = new ParkedTasks<(value: number) => void, Promise<number>>(operations);
          for (let i = 0; i < operations; i++) {
            let open!: (value: number) => void;
            const promise = new Promise<number>((resolve) => (open = resolve));
            parked.set(
              i,
              open,
              co(() => park(promise)),
            );
          }
          return finish(parked);
        };
      },
    },
  };
}

async function finish(parked: ParkedTasks<(value: number) => void, Promise<number>>): Promise<Sample> {
  await undefined;
  const value = parked.bytesPerTask();
  for (const open of parked.gates) open(1);
  return { value, checksum: sum(await Promise.all(parked.tasks)) };
}
