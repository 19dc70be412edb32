import { type Coroutine, createTask, currentTask, sleep, type Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

// CPython: test_tasks.test_current_task
// CPython: test_tasks.test_current_task_with_implicit_loop
test("currentTask() in a step returns the task, also in nested coroutines and called functions", () => {
  const helper = () => currentTask();
  function* inner(): Coroutine<unknown> {
    yield* sleep(1);
    return currentTask();
  }
  const task: Task<unknown[]> = loop.createTask(function* () {
    return [currentTask(), helper(), yield* inner(), currentTask()];
  });
  expect(loop.runUntilComplete(task).map((each) => each === task)).toEqual([true, true, true, true]);
});

// CPython: test_tasks.test_current_task_no_running_loop
// CPython: test_tasks.test_current_task_no_running_loop_implicit
test("currentTask() outside a step throws", () => {
  expect(() => currentTask()).toThrow(new Error("no running event loop"));
  const task = loop.createTask(sleep(1));
  expect(() => currentTask()).toThrow(new Error("no running event loop"));
  loop.runUntilComplete(task);
  expect(() => currentTask()).toThrow(new Error("no running event loop"));
});

test("currentTask() in a callback returns null", () => {
  const seen: unknown[] = [];
  loop.callSoon(() => seen.push(currentTask()));
  const future = loop.createFuture<void>();
  future.addDoneCallback(() => seen.push(currentTask()));
  future.setResult();
  onePass(loop);
  expect(seen).toEqual([null, null]);
});

test("currentTask() in a done callback of a task returns null", () => {
  const seen: unknown[] = [];
  const task = loop.createTask(function* () {});
  task.addDoneCallback(() => seen.push(currentTask()));
  task.addDoneCallback(() => seen.push(currentTask()));
  onePass(loop);
  onePass(loop);
  expect(seen).toEqual([null, null]);
});

// CPython: test_tasks.test_current_task_with_interleaving_tasks
test("currentTask() returns the stepping task while two tasks alternate", () => {
  const [first, second] = [loop.createFuture<void>(), loop.createFuture<void>()];
  const log: boolean[] = [];
  const one: Task<void> = loop.createTask(function* () {
    log.push(currentTask() === one);
    yield* first;
    log.push(currentTask() === one);
    second.setResult();
  });
  const two: Task<void> = loop.createTask(function* () {
    log.push(currentTask() === two);
    first.setResult();
    yield* second;
    log.push(currentTask() === two);
  });
  loop.runUntilComplete(two);
  expect(log).toEqual([true, true, true, true]);
});

test("currentTask() returns the stepping task if one future wakes several tasks", () => {
  const future = loop.createFuture<void>();
  const log: boolean[] = [];
  const tasks: Task<void>[] = [0, 1, 2].map((index) =>
    loop.createTask(function* () {
      yield* future;
      log.push(currentTask() === tasks[index]);
    }),
  );
  onePass(loop);
  future.setResult();
  onePass(loop);
  expect(log).toEqual([true, true, true]);
});

test("currentTask() is unchanged after createTask(), eager or not", () => {
  const task: Task<void> = loop.createTask(function* () {
    createTask(sleep(1));
    expect(currentTask() === task).toBe(true);
    createTask(sleep(1), { eagerStart: true });
    expect(currentTask() === task).toBe(true);
    yield* sleep(2);
  });
  loop.runUntilComplete(task);
});

test("currentTask() in a callback that a task scheduled returns null", () => {
  let seen: unknown = "nothing";
  loop.runUntilComplete(function* () {
    loop.callSoon(() => {
      seen = currentTask();
    });
    yield* sleep(0);
  });
  expect(seen).toBe(null);
});
