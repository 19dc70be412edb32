import { createTask, ensureFuture, gather, type Startable, Task, type TaskFactory, taskGroup, type TaskOptions } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

class MyTask<T> extends Task<T> {}

function* nothing() {}

const factory: TaskFactory = (owner, startable, options) => new MyTask(startable, { ...options, loop: owner });

// CPython: test_base_events.test_set_task_factory
test("loop.createTask() uses the task factory of the loop until the factory is reset to null", () => {
  expect(loop.getTaskFactory()).toBe(null);
  loop.setTaskFactory(factory);
  expect(loop.getTaskFactory()).toBe(factory);
  const task = loop.createTask(nothing);
  expect(task).toBeInstanceOf(MyTask);
  loop.runUntilComplete(task);
  loop.setTaskFactory(null);
  expect(loop.getTaskFactory()).toBe(null);
  const other = loop.createTask(nothing);
  expect(other).not.toBeInstanceOf(MyTask);
  expect(other).toBeInstanceOf(Task);
  loop.runUntilComplete(other);
});

test("a task factory creates the tasks of createTask(), ensureFuture(), gather(), taskGroup() and runUntilComplete()", () => {
  let made = 0;
  loop.setTaskFactory((owner, startable, options) => {
    made++;
    return factory(owner, startable, options);
  });
  loop.runUntilComplete(function* () {
    yield* createTask(nothing);
    yield* ensureFuture(nothing());
    yield* gather(nothing(), nothing);
    yield* taskGroup(function* (group) {
      expect(group.createTask(nothing)).toBeInstanceOf(MyTask);
    });
  });
  expect(made).toBe(6);
});

test("a task factory receives the loop, the startable and the options", () => {
  const calls: [unknown, Startable<any>, TaskOptions][] = [];
  loop.setTaskFactory((owner, startable, options) => {
    calls.push([owner, startable, options]);
    return factory(owner, startable, options);
  });
  const context = loop.createTask(nothing).getContext();
  loop.createTask(nothing, { name: "named", context, eagerStart: true });
  expect(calls).toEqual([
    [loop, nothing, {}],
    [loop, nothing, { name: "named", context, eagerStart: true }],
  ]);
  loop.runUntilComplete(nothing);
});

test("loop.createTask() throws the error of its task factory", () => {
  loop.setTaskFactory(() => {
    throw new ReferenceError("corrupted");
  });
  expect(() => loop.createTask(nothing)).toThrow(new ReferenceError("corrupted"));
  loop.setTaskFactory(null);
});

// CPython: test_base_events.test_set_task_factory_invalid
test("loop.setTaskFactory() throws TypeError for a value that is neither a function nor null", () => {
  expect(() => loop.setTaskFactory(1 as never)).toThrow(new TypeError("setTaskFactory: a plain function or null was expected, got 1"));
  expect(loop.getTaskFactory()).toBe(null);
});

// CPython: test_base_events.test_create_task
test("ensureFuture() calls the createTask() that a subclass of the loop overrides", () => {
  class MyLoop extends VirtualLoop {
    override createTask<T>(startable: Startable<T>, options: TaskOptions = {}): Task<T> {
      return new MyTask(startable, { ...options, loop: this });
    }
  }
  const mine = new MyLoop();
  const task = ensureFuture(nothing(), { loop: mine });
  expect(task).toBeInstanceOf(MyTask);
  mine.runUntilComplete(task);
  mine.close();
});
