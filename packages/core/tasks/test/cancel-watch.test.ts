import { CancelledError, createTask, sleep } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

test("a watch is told of each request to cancel its task, before anything is cancelled", () => {
  virtually(function* () {
    const told: unknown[] = [];
    const task = createTask(function* () {
      try {
        yield* sleep(10);
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
      }
      yield* sleep(10);
    });
    task.cancelWatch = { cancelRequested: (message) => told.push([message, task.waitsFor()?.done()]) };
    yield* sleep(1);
    task.cancel("first");
    yield* sleep(1);
    task.cancel();
    expect(told).toEqual([
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
])("a task that %s lets its watch go", (_, body: () => Generator<any, void, any>) => {
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
