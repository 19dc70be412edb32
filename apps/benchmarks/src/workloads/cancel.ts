import { both } from "../asyncio-ts.ts";
import { batchSizes } from "../batches.ts";
import { CancellableTask } from "../floor/cancellable-task.ts";
import { run } from "../floor/task.ts";
import { current, wake } from "../floor/turns.ts";
import { abortable } from "../native/abortable.ts";
import { CancelledError } from "../native/cancelled-error.ts";
import { timesNative, type Workload } from "../workload.ts";

const BATCH = 1_000;

/** Creates tasks that wait for ever, cancels them, and awaits them. Each of them cleans up in a `finally`. */
export const cancel: Workload = {
  name: "cancel",
  title: "cancel a parked task with a finally",
  unit: "ns",
  operations: 20_000,
  measure: "time",
  targets: { "asyncio-ts": timesNative(0.65, 0.5) },
  python: "cancel.py",
  peers: {
    ...both(({ CancelledError, createTask, Future, run, sleep }, mark) => {
      let cleaned = 0;
      const park = mark(function* () {
        try {
          yield* new Future<void>();
        } finally {
          cleaned++;
        }
      });
      const cancelled = mark(function* (count: number) {
        const tasks = [];
        for (let i = 0; i < count; i++) tasks.push(createTask(park()));
        yield* sleep(0);
        for (const task of tasks) task.cancel();
        for (const task of tasks) {
          try {
            yield* task;
          } catch (error) {
            if (!(error instanceof CancelledError)) throw error;
          }
        }
      });
      return (operations) =>
        run(function* () {
          cleaned = 0;
          for (const count of batchSizes(operations, BATCH)) yield* cancelled(count);
          return cleaned;
        });
    }),

    native: () => {
      let cleaned = 0;
      function park() {
        let cancel!: () => void;
        const never = new Promise<void>((_, reject) => {
          cancel = () => reject(new CancelledError());
        });
        async function body() {
          try {
            await never;
          } finally {
            cleaned++;
          }
        }
        return { done: body(), cancel };
      }
      return async (operations) => {
        cleaned = 0;
        for (const count of batchSizes(operations, BATCH)) {
          const tasks = [];
          for (let i = 0; i < count; i++) tasks.push(park());
          await undefined;
          for (const task of tasks) task.cancel();
          for (const task of tasks) {
            try {
              await task.done;
            } catch (error) {
              if (!(error instanceof CancelledError)) throw error;
            }
          }
        }
        return cleaned;
      };
    },

    floor: () => {
      let cleaned = 0;
      function* park() {
        try {
          yield;
        } finally {
          cleaned++;
        }
      }
      function* main(operations: number) {
        cleaned = 0;
        for (const count of batchSizes(operations, BATCH)) {
          const tasks = [];
          for (let i = 0; i < count; i++) {
            const task = new CancellableTask(park());
            wake(task);
            tasks.push(task);
          }
          wake(current);
          yield;
          for (const task of tasks) task.cancel();
          for (const task of tasks) {
            if (task.parks()) yield;
            if (!(task.error instanceof CancelledError)) throw task.error;
          }
        }
        return cleaned;
      }
      return (operations) => run(main(operations));
    },

    "native-abort": () => {
      let cleaned = 0;
      async function park(signal: AbortSignal) {
        try {
          await abortable(new Promise<void>(() => {}), signal);
        } finally {
          cleaned++;
        }
      }
      return async (operations) => {
        cleaned = 0;
        for (const count of batchSizes(operations, BATCH)) {
          const tasks = [];
          for (let i = 0; i < count; i++) {
            const controller = new AbortController();
            tasks.push({ done: park(controller.signal), controller });
          }
          await undefined;
          for (const task of tasks) task.controller.abort();
          for (const task of tasks) {
            try {
              await task.done;
            } catch (error) {
              if (!(error instanceof DOMException)) throw error;
            }
          }
        }
        return cleaned;
      };
    },

    effect: async () => {
      const { Effect, Fiber } = await import("effect");
      let cleaned = 0;
      const cleanUp = Effect.sync(() => cleaned++);
      const park = Effect.ensuring(Effect.never, cleanUp);
      const cancelled = Effect.fnUntraced(function* (count: number) {
        const fibers = [];
        for (let i = 0; i < count; i++) fibers.push(yield* Effect.forkChild(park));
        yield* Effect.yieldNow;
        yield* Fiber.interruptAll(fibers);
      });
      return (operations) =>
        Effect.runPromise(
          Effect.gen(function* () {
            cleaned = 0;
            for (const count of batchSizes(operations, BATCH)) yield* cancelled(count);
            return cleaned;
          }),
        );
    },

    effection: async () => {
      const { run, sleep, spawn, suspend } = await import("effection");
      let cleaned = 0;
      function* park() {
        try {
          yield* suspend();
        } finally {
          cleaned++;
        }
      }
      return (operations) =>
        run(function* () {
          cleaned = 0;
          for (const count of batchSizes(operations, BATCH)) {
            const tasks = [];
            for (let i = 0; i < count; i++) tasks.push(yield* spawn(park));
            yield* sleep(0);
            for (const task of tasks) yield* task.halt();
          }
          return cleaned;
        });
    },

    rxjs: async () => {
      const { finalize, NEVER } = await import("rxjs");
      let cleaned = 0;
      const park = NEVER.pipe(finalize(() => cleaned++));
      return (operations) => {
        cleaned = 0;
        for (const count of batchSizes(operations, BATCH)) {
          const subscriptions = [];
          for (let i = 0; i < count; i++) subscriptions.push(park.subscribe());
          for (const subscription of subscriptions) subscription.unsubscribe();
        }
        return cleaned;
      };
    },

    "redux-saga": async () => {
      const { runSaga } = await import("redux-saga");
      const { cancel, fork } = await import("redux-saga/effects");
      const never = new Promise(() => {});
      let cleaned = 0;
      function* park() {
        try {
          yield never;
        } finally {
          cleaned++;
        }
      }
      function* main(operations: number): Generator<unknown, number, any> {
        cleaned = 0;
        for (const count of batchSizes(operations, BATCH)) {
          const tasks = [];
          for (let i = 0; i < count; i++) tasks.push(yield fork(park));
          for (const task of tasks) yield cancel(task);
        }
        return cleaned;
      }
      return (operations) => runSaga({}, main, operations).toPromise();
    },

    "abort-controller-x": async () => {
      const { abortable, isAbortError } = await import("abort-controller-x");
      const never = new Promise<void>(() => {});
      let cleaned = 0;
      async function park(signal: AbortSignal) {
        try {
          await abortable(signal, never);
        } finally {
          cleaned++;
        }
      }
      return async (operations) => {
        cleaned = 0;
        for (const count of batchSizes(operations, BATCH)) {
          const tasks = [];
          for (let i = 0; i < count; i++) {
            const controller = new AbortController();
            tasks.push({ done: park(controller.signal), controller });
          }
          await undefined;
          for (const task of tasks) task.controller.abort();
          for (const task of tasks) {
            try {
              await task.done;
            } catch (error) {
              if (!isAbortError(error)) throw error;
            }
          }
        }
        return cleaned;
      };
    },

    caf: async () => {
      const { CAF } = await import("caf");
      const never = new Promise<void>(() => {});
      const reason = new CancelledError();
      let cleaned = 0;
      const park = CAF(function* (): Generator<unknown, void> {
        try {
          yield never;
        } finally {
          cleaned++;
        }
      });
      return async (operations) => {
        cleaned = 0;
        for (const count of batchSizes(operations, BATCH)) {
          const tasks = [];
          for (let i = 0; i < count; i++) {
            const token = new CAF.cancelToken();
            tasks.push({ done: park(token), token });
          }
          await undefined;
          for (const task of tasks) task.token.abort(reason);
          for (const task of tasks) {
            try {
              await task.done;
            } catch (error) {
              if (error !== reason) throw error;
            }
          }
        }
        return cleaned;
      };
    },
  },
};
