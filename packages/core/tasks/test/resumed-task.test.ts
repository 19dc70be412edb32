import { setChooser } from "@asyncio-ts/loop/lowlevel";
import { createTask, Future, gather, getRunningLoop, run, sleep } from "@asyncio-ts/tasks";
import { resumedTaskOf } from "@asyncio-ts/tasks/lowlevel";
import { VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";

test("resumedTaskOf() returns the task that a step continues: its own, or the first waiter's of a future", () => {
  const loop = new VirtualLoop();
  const names: (string | undefined)[] = [];
  setChooser(loop, () => 0, { beforeStep: (runnable) => names.push(resumedTaskOf(runnable)?.getName()) });
  run(
    function* () {
      const future = new Future<void>();
      createTask(() => sleep(1), { name: "sleeper" });
      for (const name of ["first", "second"]) {
        createTask(
          function* () {
            yield* future;
          },
          { name },
        );
      }
      getRunningLoop().callLater(2, () => future.setResult());
      yield* gather(sleep(1000));
    },
    { loop },
  );
  // main, the three first steps, gather's child, the timer, the sleeper, callLater, the notification of both waiters
  expect(names.slice(0, 9)).toEqual(["Task-1", "sleeper", "first", "second", "Task-5", "sleeper", "sleeper", undefined, "first"]);
});
