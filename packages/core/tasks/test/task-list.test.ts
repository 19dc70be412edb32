import { allTasks, type Future, type Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";

/** The number of tasks in a block, and the number after which task numbers start again. */
const BLOCK = 256;
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
    many(BLOCK + 1, shortTask);
    onePass(loop);
    expectAll(all);
    many(3 * BLOCK, shortTask);
    all.push(pendingTask());
    onePass(loop);
    expectAll(all);
  }
  finish();
});

test("allTasks() returns the first and the last task of a block when all others have finished", () => {
  counter.made = 4 * BLOCK;
  const all = [pendingTask()];
  many(BLOCK - 2, shortTask);
  all.push(pendingTask(), pendingTask());
  onePass(loop);
  expectAll(all);
  expect(all.map((task) => task.getName())).toEqual([4 * BLOCK + 1, 5 * BLOCK, 5 * BLOCK + 1].map((number) => `Task-${number}`));
  finish();
});

test("blocks that became empty are reused once each", () => {
  const first = many(3 * BLOCK, shortTask);
  const stays = pendingTask();
  onePass(loop);
  expect(first.every((task) => task.done())).toBe(true);
  expectAll([stays, ...many(3 * BLOCK, pendingTask)]);
  finish();
});

test("a block that becomes empty while it is being filled still takes tasks", () => {
  counter.made = 8 * BLOCK;
  shortTask();
  onePass(loop);
  expectAll([]);
  expectAll(many(BLOCK + 10, pendingTask));
  finish();
});

test("two loops number their tasks alike, and allTasks() returns the tasks of one loop only", () => {
  const other = new VirtualLoop();
  const others: Task<void>[] = [];
  const own: Task<void>[] = [];
  const otherEnd = other.createFuture<void>();
  for (let i = 0; i < 2 * BLOCK; i++) {
    own.push(pendingTask());
    others.push(pendingTask(other, otherEnd));
    if (i % 5 === 0) others.push(pendingTask(other, otherEnd));
  }
  expectAll(own);
  expectAll(others, other);
  for (const tasks of [own, others]) expect(tasks.map((task) => task.getName())).toEqual(tasks.map((_, i) => `Task-${i + 1}`));
  otherEnd.setResult();
  onePass(other);
  onePass(other);
  expectAll([], other);
  expectAll(own);
  finish();
  other.close();
});

test("task numbers start again after the maximum and skip blocks with pending tasks", () => {
  counter.made = 0;
  // The middle one of three blocks becomes empty.
  const old = [...many(BLOCK, pendingTask), ...many(BLOCK, shortTask).slice(BLOCK), pendingTask()];
  onePass(loop);
  expectAll(old);

  counter.made = NUMBERS - 10;
  const recent = many(10, pendingTask);
  expect(recent.at(-1)!.getName()).toBe(`Task-${NUMBERS}`);
  const wrapped = many(2 * BLOCK + 1, pendingTask);
  expect([0, BLOCK - 1, BLOCK].map((i) => wrapped[i]!.getName())).toEqual([
    `Task-${BLOCK + 1}`,
    `Task-${2 * BLOCK}`,
    `Task-${3 * BLOCK + 1}`,
  ]);
  expectAll([...old, ...recent, ...wrapped]);
  finish();
});

test("task numbers that start again skip several blocks with pending tasks in a row", () => {
  counter.made = 0;
  const old = many(3 * BLOCK, pendingTask);
  counter.made = NUMBERS;
  const wrapped = pendingTask();
  expect(wrapped.getName()).toBe(`Task-${3 * BLOCK + 1}`);
  expectAll([...old, wrapped]);
  finish();
});

test("task numbers that start again reuse blocks whose tasks finished while the block was filled or later", () => {
  counter.made = 0;
  const first = many(BLOCK - 1, shortTask);
  onePass(loop);
  expect(first.every((task) => task.done())).toBe(true);
  many(2 * BLOCK + 1, shortTask);
  onePass(loop);
  const last = pendingTask();
  counter.made = NUMBERS;
  const wrapped = many(3 * BLOCK, pendingTask);
  expect([wrapped[0], wrapped[BLOCK], wrapped[2 * BLOCK]].map((task) => task!.getName())).toEqual(
    [1, BLOCK + 1, 2 * BLOCK + 1].map((number) => `Task-${number}`),
  );
  expectAll([last, ...wrapped]);
  finish();
});
