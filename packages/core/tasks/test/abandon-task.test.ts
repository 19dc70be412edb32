import { allTasks, createTask, Future, run, sleep, type Task } from "@asyncio-ts/tasks";
import { abandonTask } from "@asyncio-ts/tasks/lowlevel";
import { VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";

/** Starts a task that awaits `future`, and logs each of its steps. */
function logging(log: string[], future: Future<void>): Task<void> {
  return createTask(function* () {
    log.push("began");
    try {
      yield* future;
      log.push("resumed");
    } finally {
      log.push("finally");
    }
  });
}

test.each<[string, (task: Task<void>, future: Future<void>) => void]>([
  ["waits", (task) => abandonTask(task)],
  [
    "is ready, because its future is done",
    (task, future) => {
      future.setResult();
      abandonTask(task);
    },
  ],
  [
    "is being cancelled",
    (task) => {
      task.cancel();
      abandonTask(task);
    },
  ],
])("abandonTask() of a task that %s ends it without a further step", (_, abandon) => {
  const log: string[] = [];
  run(
    function* () {
      const future = new Future<void>();
      const task = logging(log, future);
      yield* sleep(1);
      abandon(task, future);
      expect([...allTasks()].includes(task)).toBe(false);
      if (!future.done()) future.setResult();
      yield* sleep(1);
      task.cancel();
      yield* sleep(1);
      expect(task.done()).toBe(false);
    },
    { loop: new VirtualLoop() },
  );
  expect(log).toEqual(["began"]);
});

test("abandonTask() before the first step keeps the body from running", () => {
  const log: string[] = [];
  run(
    function* () {
      abandonTask(logging(log, new Future()));
      yield* sleep(1);
    },
    { loop: new VirtualLoop() },
  );
  expect(log).toEqual([]);
});

test("abandonTask() keeps the other waiters of the future", () => {
  const log: string[] = [];
  run(
    function* () {
      const future = new Future<void>();
      const [first, second] = [logging(log, future), logging(log, future)];
      yield* sleep(1);
      abandonTask(first);
      future.setResult();
      yield* second;
    },
    { loop: new VirtualLoop() },
  );
  expect(log).toEqual(["began", "began", "resumed", "finally"]);
});

test("abandonTask() of a task that is done does nothing", () => {
  const result = run(
    function* () {
      const task = createTask(() => sleep(1, "value"));
      yield* task;
      abandonTask(task);
      return task.result();
    },
    { loop: new VirtualLoop() },
  );
  expect(result).toBe("value");
});
