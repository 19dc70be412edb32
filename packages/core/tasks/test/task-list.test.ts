import { allTasks, createTask, type Future, sleep, type Task } from "@asyncio-ts/tasks";
import { abandonTask } from "@asyncio-ts/tasks/lowlevel";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";

/** The number after which task numbers start again. */
const NUMBERS = 2 ** 30;

/** The task list of `loop`, which counts the tasks that were made. */
let counter: { made: number };
let loop: VirtualLoop;
let end: Future<void>;
beforeEach(() => {
  loop = new VirtualLoop();
  counter = (loop as unknown as { _tasks: { made: number } })._tasks;
  end = loop.createFuture();
});
afterEach(() => loop.close());

/** Creates a task that is pending until `until` is done. */
function pendingTask(on = loop, until = end): Task<void> {
  return on.createTask(function* () {
    yield* until;
  });
}

/** Creates a task that is done after one pass. */
function shortTask(): Task<void> {
  return loop.createTask(function* () {});
}

const many = (count: number, make: () => Task<void>) => Array.from({ length: count }, () => make());

/** Expects exactly these unfinished tasks, in this order. Compares by identity, because deep equality would iterate the tasks. */
function expectAll(tasks: readonly Task<void>[], on = loop): void {
  const all = [...allTasks(on)];
  expect(all.length).toBe(tasks.length);
  expect(all.findIndex((task, i) => task !== tasks[i])).toBe(-1);
}

/** Finishes all tasks of `loop`, and expects that none is left. */
function finish(): void {
  end.setResult();
  onePass(loop);
  onePass(loop);
  expectAll([]);
}

test("allTasks() returns the pending tasks in creation order among thousands that have finished", () => {
  const all: Task<void>[] = [];
  for (let i = 0; i < 5; i++) {
    all.push(pendingTask());
    many(300, shortTask);
    onePass(loop);
    expectAll(all);
    many(1_000, shortTask);
    all.push(pendingTask());
    onePass(loop);
    expectAll(all);
  }
  finish();
});

test("allTasks() keeps creation order if the tasks wait in another order, and end in a third one", () => {
  const ends = Array.from({ length: 100 }, () => loop.createFuture<void>());
  const tasks = ends.map((own, i) =>
    loop.createTask(function* () {
      for (let passes = (i * 37) % 10; passes > 0; passes--) yield* sleep(0);
      yield* own;
    }),
  );
  for (let pass = 0; pass < 12; pass++) {
    expectAll(tasks);
    onePass(loop);
  }
  const left = new Set(tasks);
  for (let i = 0; i < 100; i++) {
    const index = (i * 61) % 100;
    ends[index]!.setResult();
    onePass(loop);
    left.delete(tasks[index]!);
    expectAll([...left]);
  }
});

test("allTasks() returns tasks that have never waited: those that are ready, and the running one", () => {
  const ready = [pendingTask(), pendingTask()];
  const seen = loop.createTask(function* () {
    return [...allTasks()];
  });
  const last = pendingTask();
  onePass(loop);
  expect(seen.result().map((task) => task.getName())).toEqual(["Task-1", "Task-2", "Task-3", "Task-4"]);
  expectAll([...ready, last]);
  finish();
});

test("allTasks() in an eager step returns the creators, which have not waited yet", () => {
  loop.runUntilComplete(function* () {
    const main = [...allTasks()];
    expect(main.length).toBe(1);
    let seen: Task<unknown>[] = [];
    const inner = function* () {
      seen = [...allTasks()];
    };
    const outer = createTask(
      function* () {
        createTask(inner, { name: "inner", eagerStart: true });
      },
      { name: "outer", eagerStart: true },
    );
    expect(seen.map((task) => task.getName())).toEqual(["Task-1", "outer", "inner"]);
    expect([seen[0] === main[0], seen[1] === outer]).toEqual([true, true]);
    expect([...allTasks()].length).toBe(1);
  });
});

test("allTasks() leaves out an abandoned task, also while it is ready", () => {
  const all = many(4, pendingTask);
  abandonTask(all[1]!);
  expectAll([all[0]!, all[2]!, all[3]!]);
  onePass(loop);
  abandonTask(all[2]!);
  expectAll([all[0]!, all[3]!]);
  finish();
});

test("allTasks() of a closed loop returns the tasks that have not ended, also those that never began", () => {
  const reported: unknown[] = [];
  loop.setExceptionHandler((_loop, { task }) => reported.push(task));
  const waiting = pendingTask();
  onePass(loop);
  const unbegun = pendingTask();
  loop.close();
  expect([reported.length, reported[0] === waiting, reported[1] === unbegun]).toEqual([2, true, true]);
  expectAll([waiting, unbegun]);
});

test("two loops number their tasks alike, and allTasks() returns the tasks of one loop only", () => {
  const other = new VirtualLoop();
  const others: Task<void>[] = [];
  const own: Task<void>[] = [];
  const otherEnd = other.createFuture<void>();
  for (let i = 0; i < 500; i++) {
    own.push(pendingTask());
    others.push(pendingTask(other, otherEnd));
    if (i % 5 === 0) others.push(pendingTask(other, otherEnd));
  }
  expectAll(own);
  expectAll(others, other);
  onePass(other);
  for (const tasks of [own, others]) expect(tasks.map((task) => task.getName())).toEqual(tasks.map((_, i) => `Task-${i + 1}`));
  otherEnd.setResult();
  onePass(other);
  onePass(other);
  expectAll([], other);
  expectAll(own);
  finish();
  other.close();
});

test("task numbers start again after the maximum, and the tasks before are still the older ones", () => {
  counter.made = NUMBERS - 10;
  const recent = many(10, pendingTask);
  expect(recent.at(-1)!.getName()).toBe(`Task-${NUMBERS}`);
  onePass(loop);
  const wrapped = many(10, pendingTask);
  expect(wrapped.map((task) => task.getName())).toEqual(Array.from({ length: 10 }, (_, i) => `Task-${i + 1}`));
  expectAll([...recent, ...wrapped]);
  finish();
});
