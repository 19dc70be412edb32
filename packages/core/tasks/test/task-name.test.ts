import { createTask, eagerTaskFactory, Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => {
  onePass(loop);
  loop.close();
});

function* nothing() {}

test("a task without a name is Task-N, with numbers that grow", () => {
  const numbers = [0, 1, 2].map(() => Number(/^Task-(\d+)$/.exec(loop.createTask(nothing).getName())![1]));
  expect(numbers).toEqual([numbers[0], numbers[0]! + 1, numbers[0]! + 2]);
});

test("createTask, loop.createTask and new Task take a name", () => {
  const names = loop.runUntilComplete(function* () {
    return [createTask(nothing, { name: "a" }), loop.createTask(nothing, { name: "b" }), new Task(nothing, { name: "c" })].map((task) =>
      task.getName(),
    );
  });
  expect(names).toEqual(["a", "b", "c"]);
});

test("setName renames a task", () => {
  const task = loop.createTask(nothing, { name: "before" });
  task.setName("after");
  expect(task.getName()).toBe("after");
  expect(String(task)).toContain("name='after'");
});

test("a name that is no string becomes one", () => {
  const task = loop.createTask(nothing, { name: 987654321 as never });
  expect(task.getName()).toBe("987654321");
  task.setName(123456789 as never);
  expect(task.getName()).toBe("123456789");
  task.setName(["x"] as never);
  expect(task.getName()).toBe("x");
});

test("a name reaches the tasks of a custom factory, and of the eager one", () => {
  loop.setTaskFactory((of, startable, options) => new Task(startable, { ...options, loop: of }));
  expect(loop.createTask(nothing, { name: "test_task" }).getName()).toBe("test_task");
  loop.setTaskFactory(eagerTaskFactory);
  expect(loop.createTask(nothing, { name: "test_task" }).getName()).toBe("test_task");
});
