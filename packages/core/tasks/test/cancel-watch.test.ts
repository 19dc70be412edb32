import { awaitedFutureOf, cancelWatchOf, setCancelWatch } from "@asyncio-ts/tasks/lowlevel";
import { CancelledError, createTask, sleep } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { expect } from "vitest";

test("task.cancelWatch is notified of each cancel() before the awaited future is cancelled", function* () {
  const requests: unknown[] = [];
  const task = createTask(function* () {
    try {
      yield* sleep(10);
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
    }
    yield* sleep(10);
  });
  setCancelWatch(task, { cancelRequested: (message) => requests.push([message, awaitedFutureOf(task)?.done()]) });
  yield* sleep(1);
  task.cancel("first");
  yield* sleep(1);
  task.cancel();
  expect(requests).toEqual([
    ["first", false],
    [undefined, false],
  ]);
  yield* cancelOthers();
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
])("a task that %s clears its cancelWatch", function* (_, body: () => Generator<any, void, any>) {
  const task = createTask(body);
  expect(cancelWatchOf(task)).toBe(null);
  setCancelWatch(task, { cancelRequested() {} });
  yield* sleep(1);
  task.cancel();
  try {
    yield* task;
  } catch {}
  expect(cancelWatchOf(task)).toBe(null);
});
