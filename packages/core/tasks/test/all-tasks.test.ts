import { allTasks, createTask, currentTask, gather, sleep, type Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

const names = (tasks: Iterable<Task<unknown>>) => Array.from(tasks, (task) => task.getName());

test("allTasks() returns the unfinished tasks of the given loop in creation order", () => {
  expect(allTasks(loop).size).toBe(0);
  const tasks = ["a", "b", "c", "d"].map((name, index) => loop.createTask(sleep(10 * (4 - index)), { name }));
  expect(names(allTasks(loop))).toEqual(["a", "b", "c", "d"]);
  loop.runUntilComplete(tasks[2]!);
  expect(names(allTasks(loop))).toEqual(["a", "b"]);
  loop.createTask(sleep(1), { name: "e" });
  expect(names(allTasks(loop))).toEqual(["a", "b", "e"]);
  loop.runUntilComplete(tasks[0]!);
  expect(allTasks(loop).size).toBe(0);
});

test("allTasks() inside a step returns the tasks of the running loop, the current task included", () => {
  const other = new VirtualLoop();
  other.createTask(sleep(1), { name: "other" });
  const seen = loop.runUntilComplete(function* () {
    currentTask()!.setName("main");
    createTask(sleep(1), { name: "child" });
    return [names(allTasks()), names(allTasks(other))];
  });
  expect(seen).toEqual([["main", "child"], ["other"]]);
  loop.runUntilComplete(sleep(2));
  other.runUntilComplete(sleep(2));
  other.close();
});

test("allTasks() outside a step throws if no loop is given", () => {
  expect(() => allTasks()).toThrow(new Error("no running event loop"));
});

test("allTasks() leaves out tasks that failed or were cancelled", () => {
  const failed = loop.createTask(function* () {
    throw new Error("boom");
  });
  const cancelled = loop.createTask(sleep(10));
  cancelled.cancel();
  onePass(loop);
  expect(allTasks(loop).size).toBe(0);
  failed.exception();
});

test("allTasks() returns a copy: clearing it does not remove tasks from the loop", () => {
  const task = loop.createTask(sleep(1));
  allTasks(loop).clear();
  expect(allTasks(loop).has(task)).toBe(true);
  loop.runUntilComplete(task);
});

test("allTasks() keeps creation order while thousands of tasks end in a different order", () => {
  const expected: string[] = [];
  for (let i = 0; i < 3000; i++) {
    const stays = i % 7 === 0;
    const name = String(i);
    loop.createTask(sleep(stays ? 1000 : (i * 37) % 100), { name });
    if (stays) expected.push(name);
  }
  loop.runUntilComplete(sleep(500));
  expect(names(allTasks(loop))).toEqual(expected);
  loop.createTask(sleep(500), { name: "last" });
  expect(names(allTasks(loop))).toEqual([...expected, "last"]);
  loop.runUntilComplete(sleep(1000));
  expect(allTasks(loop).size).toBe(0);
});

// CPython: test_free_threading.test_all_tasks_race
test("allTasks() contains a parent and its hundred children while they wait", () => {
  loop.runUntilComplete(function* () {
    const future = loop.createFuture<void>();
    const children = Array.from({ length: 100 }, () =>
      createTask(function* () {
        yield* future;
      }),
    );
    yield* sleep(0);
    const all = allTasks(loop);
    expect(all.size).toBe(101);
    for (const task of all) expect([task.getLoop() === loop, task.done()]).toEqual([true, false]);
    expect([...children, currentTask()!].every((task) => all.has(task))).toBe(true);
    future.setResult();
    yield* gather(...children);
    expect(allTasks().size).toBe(1);
  });
});
