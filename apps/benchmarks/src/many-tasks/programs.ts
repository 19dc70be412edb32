import { CancellableTask } from "../floor/cancellable-task.ts";
import { run } from "../floor/task.ts";
import { current, wake } from "../floor/turns.ts";
import { CancelledError } from "../native/cancelled-error.ts";
import type { PeerName } from "../peers.ts";
import { Stages } from "./stages.ts";

/** Parks tasks, cancels all of them, and awaits them. Each of them cleans up in a `finally`. */
type Program = (count: number) => Promise<Stages>;

/** The peers, each with its program. */
export const programs: Partial<Record<PeerName, Program>> = {
  "asyncio-ts": async (count) => {
    const { CancelledError, createTask, Future, run, sleep } = await import("asyncio-ts");
    const stages = new Stages<ReturnType<typeof createTask<void>>>(count);
    function* park() {
      try {
        yield* new Future<void>();
      } finally {
        stages.cleaned++;
      }
    }
    await run(function* () {
      for (let i = 0; i < count; i++) stages.tasks[i] = createTask(park());
      yield* sleep(0);
      stages.parked();
      for (const task of stages.tasks) task.cancel();
      for (const task of stages.tasks) {
        try {
          yield* task;
        } catch (error) {
          if (!(error instanceof CancelledError)) throw error;
        }
      }
      stages.ended();
    });
    return stages;
  },

  floor: async (count) => {
    const stages = new Stages<CancellableTask<void>>(count);
    function* park() {
      try {
        yield;
      } finally {
        stages.cleaned++;
      }
    }
    function* main() {
      for (let i = 0; i < count; i++) wake((stages.tasks[i] = new CancellableTask(park())));
      wake(current);
      yield;
      stages.parked();
      for (const task of stages.tasks) task.cancel();
      for (const task of stages.tasks) {
        if (task.parks()) yield;
        if (!(task.error instanceof CancelledError)) throw task.error;
      }
      stages.ended();
    }
    await run(main());
    return stages;
  },

  native: async (count) => {
    const stages = new Stages<{ done: Promise<void>; cancel: () => void }>(count);
    async function body(never: Promise<void>) {
      try {
        await never;
      } finally {
        stages.cleaned++;
      }
    }
    for (let i = 0; i < count; i++) {
      let cancel!: () => void;
      const never = new Promise<void>((_, reject) => {
        cancel = () => reject(new CancelledError());
      });
      stages.tasks[i] = { done: body(never), cancel };
    }
    await undefined;
    stages.parked();
    for (const task of stages.tasks) task.cancel();
    for (const task of stages.tasks) {
      try {
        await task.done;
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
      }
    }
    stages.ended();
    return stages;
  },
};
