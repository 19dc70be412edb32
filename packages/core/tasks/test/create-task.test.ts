import { coroutine, createTask, getEventLoop, setEventLoop, sleep, Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { afterEach, beforeEach, expect, test as plain } from "vitest";
import { onePass } from "./one-pass.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

function* one() {
  yield* sleep(1);
  return 1;
}

// CPython: test_tasks.test_create_task_with_async_function
test("createTask() accepts a coroutine or a coroutine function, plain or marked", function* () {
  const marked = coroutine(one);
  const tasks = [createTask(one()), createTask(one), createTask(marked()), createTask(marked)];
  const all: number[] = [];
  for (const task of tasks) all.push(yield* task);
  expect(all).toEqual([1, 1, 1, 1]);
});

// CPython: test_tasks.test_bare_create_task
test("createTask() inside a step uses the running loop", function* () {
  const task = createTask(one);
  expect(task).toBeInstanceOf(Task);
  expect(task.getLoop()).toBe(getEventLoop());
  expect(yield* task).toBe(1);
});

plain("createTask() outside a step uses the loop set by setEventLoop()", () => {
  setEventLoop(loop);
  const task = createTask(one);
  setEventLoop(null);
  expect(task.getLoop()).toBe(loop);
  expect(loop.runUntilComplete(task)).toBe(1);
});

plain("createTask() in a callback of a loop uses that loop", () => {
  let task!: Task<number>;
  loop.callSoon(() => {
    task = createTask(one);
  });
  onePass(loop);
  expect(task.getLoop()).toBe(loop);
  expect(loop.runUntilComplete(task)).toBe(1);
});

plain("new tasks take their first steps in creation order, between the callbacks scheduled before and after them", () => {
  const log: string[] = [];
  const begins = (name: string) =>
    function* () {
      log.push(name);
    };
  loop.callSoon(() => log.push("callback"));
  loop.createTask(begins("a"));
  loop.createTask(begins("b"));
  loop.callSoon(() => log.push("callback 2"));
  onePass(loop);
  expect(log).toEqual(["callback", "a", "b", "callback 2"]);
});

plain("createTask() calls the coroutine function immediately, and the task runs the body in its first step", () => {
  const log: string[] = [];
  const task = loop.createTask(() => {
    log.push("called");
    return (function* () {
      log.push("began");
    })();
  });
  expect(log).toEqual(["called"]);
  loop.runUntilComplete(task);
  expect(log).toEqual(["called", "began"]);
});

plain("createTask() throws the error of a function that throws instead of returning a coroutine", () => {
  expect(() =>
    loop.createTask(() => {
      throw new RangeError("no coroutine");
    }),
  ).toThrow(new RangeError("no coroutine"));
  expect(loop.runUntilComplete(one)).toBe(1);
});

// CPython: test_base_events.test_create_task_error_closes_coro
plain("loop.createTask() on a closed loop throws, and closes the coroutine", () => {
  let closed = false;
  function* work() {
    try {
      yield* sleep(0);
    } finally {
      closed = true;
    }
  }
  const begun = work();
  begun.next();
  loop.close();
  expect(() => loop.createTask(begun)).toThrow(new Error("Event loop is closed"));
  expect(closed).toBe(true);
  expect(() => loop.createTask(work)).toThrow(new Error("Event loop is closed"));
});
