import type { CancelToken } from "caf";
import { both } from "../asyncio-ts.ts";
import { type FramedCoroutine, FramedTask } from "../floor/framed-task.ts";
import { finished } from "../floor/task.ts";
import { current, wake } from "../floor/turns.ts";
import { timesNative, type Workload } from "../workload.ts";

/** A coroutine `depth` calls deep suspends again and again. */
function resumeWorkload(depth: number): Workload {
  return {
    name: `resume-${depth}`,
    title: `resume at depth ${depth.toLocaleString("en")}`,
    unit: "ns",
    operations: 20_000,
    measure: "time",
    targets: { "asyncio-ts-marked": timesNative(1.8, 1.6) },
    python: "chain.py",
    peers: {
      ...both(({ run, sleep }, mark) => {
        const descend: (left: number, turns: number) => Generator<any, number, any> = mark(function* (left, turns) {
          if (left > 0) return yield* descend(left - 1, turns);
          let taken = 0;
          for (; taken < turns; taken++) yield* sleep(0);
          return taken;
        });
        return (operations) => run(() => descend(depth, operations));
      }),

      native: () => {
        async function descend(left: number, turns: number): Promise<number> {
          if (left > 0) return await descend(left - 1, turns);
          let taken = 0;
          for (; taken < turns; taken++) await undefined;
          return taken;
        }
        return (operations) => descend(depth, operations);
      },

      // As marked coroutines, which have the target: the task resumes the innermost generator.
      floor: () => {
        function* descend(left: number, turns: number): FramedCoroutine<number> {
          if (left > 0) return (yield descend(left - 1, turns)) as number;
          let taken = 0;
          for (; taken < turns; taken++) {
            wake(current);
            yield;
          }
          return taken;
        }
        return (operations) => {
          const task = new FramedTask(descend(depth, operations));
          wake(task);
          return finished(task);
        };
      },

      effect: async () => {
        const { Effect } = await import("effect");
        type Descent = (left: number, turns: number) => import("effect").Effect.Effect<number>;
        const descend: Descent = Effect.fnUntraced(function* (left, turns) {
          if (left > 0) return yield* descend(left - 1, turns);
          let taken = 0;
          for (; taken < turns; taken++) yield* Effect.yieldNow;
          return taken;
        });
        return (operations) => Effect.runPromise(descend(depth, operations));
      },

      effection: async () => {
        const { run, until } = await import("effection");
        const resolved = Promise.resolve();
        function* descend(left: number, turns: number): Generator<any, number, any> {
          if (left > 0) return yield* descend(left - 1, turns);
          let taken = 0;
          for (; taken < turns; taken++) yield* until(resolved);
          return taken;
        }
        return (operations) => run(() => descend(depth, operations));
      },

      "redux-saga": async () => {
        const { runSaga } = await import("redux-saga");
        const { call } = await import("redux-saga/effects");
        const resolved = Promise.resolve();
        function* descend(left: number, turns: number): Generator<unknown, number, number> {
          if (left > 0) return yield call(descend, left - 1, turns);
          let taken = 0;
          for (; taken < turns; taken++) yield resolved;
          return taken;
        }
        return (operations) => runSaga({}, descend, depth, operations).toPromise();
      },

      co: async () => {
        const { default: co } = await import("co");
        const resolved = Promise.resolve();
        function* descend(left: number, turns: number): Generator<unknown, number> {
          if (left > 0) return yield* descend(left - 1, turns);
          let taken = 0;
          for (; taken < turns; taken++) yield resolved;
          return taken;
        }
        return (operations) => co(() => descend(depth, operations));
      },

      caf: async () => {
        const { CAF } = await import("caf");
        const resolved = Promise.resolve();
        type Descent = (signal: AbortSignal | CancelToken, left: number, turns: number) => Promise<number>;
        const descend: Descent = CAF(function* (signal: AbortSignal, left: number, turns: number): Generator<unknown, number, any> {
          if (left > 0) return yield descend(signal, left - 1, turns);
          let taken = 0;
          for (; taken < turns; taken++) yield resolved;
          return taken;
        });
        return (operations) => descend(new CAF.cancelToken(), depth, operations);
      },
    },
  };
}

export const resumptions: Workload[] = [resumeWorkload(10), resumeWorkload(100), resumeWorkload(1_000)];
