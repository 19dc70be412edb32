import { CancelledError, createTask, sleep } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

test("task.cancelWatch is notified of each cancel() before the awaited future is cancelled", () => {
  virtually(function* () {
    const requests: unknown[] = [];
    const task = createTask(function* () {
      try {
        yield* sleep(10);
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
      }
      yield* sleep(10);
    });
    task.cancelWatch = { cancelRequested: (message) => requests.push([message, task.waitsFor()?.done()]) };
    yield* sleep(1);
    task.cancel("first");
    yield* sleep(1);
    task.cancel();
    expect(requests).toEqual([
      ["first", false],
      [undefined, false],
    ]);
  });
});

test.each([
  ["returns", function* () {}],
  [
    "fails",
    function* () {
      throw new Error("bad luck");
    },
  ],
  ["is cancelled", () => sleep(10)],
])("a task that %s clears its cancelWatch", (_, body: () => Generator<any, void, any>) => {
  virtually(function* () {
    const task = createTask(body);
    expect(task.cancelWatch).toBe(null);
    task.cancelWatch = { cancelRequested() {} };
    yield* sleep(1);
    task.cancel();
    try {
      yield* task;
    } catch {}
    expect(task.cancelWatch).toBe(null);
  });
});
