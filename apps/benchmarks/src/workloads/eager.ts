import { both } from "../asyncio-ts.ts";
import { type Coroutine, run, Task } from "../floor/task.ts";
import { resume } from "../floor/turns.ts";
import { timesNative, type Workload } from "../workload.ts";

/** Creates tasks that start eagerly, and here also finish, in the call that creates them. */
export const eager: Workload = {
  name: "eager",
  title: "spawn + join, eager, 100,000 at once",
  unit: "ns",
  operations: 100_000,
  measure: "time",
  targets: { "asyncio-ts": timesNative(1.9, 1.7) },
  python: "spawn.py",
  peers: {
    ...both(({ createTask, run }, mark) => {
      const child = mark(function* (i: number) {
        return i;
      });
      return (operations) =>
        run(function* () {
          const tasks = [];
          for (let i = 0; i < operations; i++) tasks.push(createTask(child(i), { eagerStart: true }));
          let total = 0;
          for (const task of tasks) total += yield* task;
          return total;
        });
    }),

    native: () => {
      async function child(i: number) {
        return i;
      }
      return async (operations) => {
        const tasks = [];
        for (let i = 0; i < operations; i++) tasks.push(child(i));
        let total = 0;
        for (const task of tasks) total += await task;
        return total;
      };
    },

    floor: () => {
      function* child(i: number): Coroutine<number> {
        return i;
      }
      function* main(operations: number) {
        const tasks = [];
        for (let i = 0; i < operations; i++) {
          const task = new Task(child(i));
          resume(task);
          tasks.push(task);
        }
        let total = 0;
        for (const task of tasks) {
          if (task.parks()) yield;
          total += task.result!;
        }
        return total;
      }
      return (operations) => run(main(operations));
    },

    effect: async () => {
      const { Effect, Fiber } = await import("effect");
      const child = Effect.fnUntraced(function* (i: number) {
        return i;
      });
      return (operations) =>
        Effect.runPromise(
          Effect.gen(function* () {
            const fibers = [];
            for (let i = 0; i < operations; i++) fibers.push(yield* Effect.forkChild(child(i), { startImmediately: true }));
            let total = 0;
            for (const fiber of fibers) total += yield* Fiber.join(fiber);
            return total;
          }),
        );
    },
  },
};
