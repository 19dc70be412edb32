import { shared } from "@asyncio-ts/loop/lowlevel";
import { allTasks, type Future, type Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";

/** How many tasks a block has room for, and after how many their numbers begin anew. */
const BLOCK = 256;
const NUMBERS = 2 ** 30;

const counter = shared("tasks made", () => ({ made: 0 }));

let loop: VirtualLoop;
let end: Future<void>;
beforeEach(() => {
  loop = new VirtualLoop();
  end = loop.createFuture();
});
afterEach(() => loop.close());

/** A task that lasts until the end. */
function lasting(on = loop, until = end): Task<void> {
  return on.createTask(function* () {
    yield* until;
  });
}

/** A task that is done after one pass. */
function short(): Task<void> {
  return loop.createTask(function* () {});
}

const many = (count: number, make: () => Task<void>) => Array.from({ length: count }, () => make());

/** That these are the unfinished ones, in that order. Compared one by one, since comparing tasks iterates them. */
function expectAll(tasks: readonly Task<void>[], on = loop): void {
  const all = [...allTasks(on)];
  expect(all.length).toBe(tasks.length);
  expect(all.findIndex((task, i) => task !== tasks[i])).toBe(-1);
}

function finish(): void {
  end.setResult();
  onePass(loop);
  onePass(loop);
  expectAll([]);
}

test("tasks that last stand among thousands that do not, in creation order", () => {
  const all: Task<void>[] = [];
  for (let i = 0; i < 5; i++) {
    all.push(lasting());
    many(BLOCK + 1, short);
    onePass(loop);
    expectAll(all);
    many(3 * BLOCK, short);
    all.push(lasting());
    onePass(loop);
    expectAll(all);
  }
  finish();
});

test("the first and the last of a block may last", () => {
  counter.made = 4 * BLOCK;
  const all = [lasting()];
  many(BLOCK - 2, short);
  all.push(lasting(), lasting());
  onePass(loop);
  expectAll(all);
  expect(all.map((task) => task.getName())).toEqual([4 * BLOCK + 1, 5 * BLOCK, 5 * BLOCK + 1].map((number) => `Task-${number}`));
  finish();
});

test("blocks that became empty are used again, each once", () => {
  const first = many(3 * BLOCK, short);
  const stays = lasting();
  onePass(loop);
  expect(first.every((task) => task.done())).toBe(true);
  expectAll([stays, ...many(3 * BLOCK, lasting)]);
  finish();
});

test("a block that is emptied while it is filled still takes tasks", () => {
  counter.made = 8 * BLOCK;
  short();
  onePass(loop);
  expectAll([]);
  expectAll(many(BLOCK + 10, lasting));
  finish();
});

test("two loops count together, and each has its own tasks", () => {
  const other = new VirtualLoop();
  const others: Task<void>[] = [];
  const own: Task<void>[] = [];
  const otherEnd = other.createFuture<void>();
  for (let i = 0; i < 2 * BLOCK; i++) {
    own.push(lasting());
    others.push(lasting(other, otherEnd));
    if (i % 5 === 0) others.push(lasting(other, otherEnd));
  }
  expectAll(own);
  expectAll(others, other);
  const numbers = new Set([...own, ...others].map((task) => task.getName()));
  expect(numbers.size).toBe(own.length + others.length);
  otherEnd.setResult();
  onePass(other);
  onePass(other);
  expectAll([], other);
  expectAll(own);
  finish();
  other.close();
});

test("the numbers begin anew, and pass over the blocks of those that are still there", () => {
  counter.made = 0;
  // Of three blocks one in the middle will be empty.
  const old = [...many(BLOCK, lasting), ...many(BLOCK, short).slice(BLOCK), lasting()];
  onePass(loop);
  expectAll(old);

  counter.made = NUMBERS - 10;
  const recent = many(10, lasting);
  expect(recent.at(-1)!.getName()).toBe(`Task-${NUMBERS}`);
  const anew = many(2 * BLOCK + 1, lasting);
  expect([0, BLOCK - 1, BLOCK].map((i) => anew[i]!.getName())).toEqual([`Task-${BLOCK + 1}`, `Task-${2 * BLOCK}`, `Task-${3 * BLOCK + 1}`]);
  expectAll([...old, ...recent, ...anew]);
  finish();
});

test("the numbers pass over several blocks in a row", () => {
  counter.made = 0;
  const old = many(3 * BLOCK, lasting);
  counter.made = NUMBERS;
  const anew = lasting();
  expect(anew.getName()).toBe(`Task-${3 * BLOCK + 1}`);
  expectAll([...old, anew]);
  finish();
});

test("the numbers pass over no block whose tasks are done, be they done while it was filled or later", () => {
  counter.made = 0;
  const first = many(BLOCK - 1, short);
  onePass(loop);
  expect(first.every((task) => task.done())).toBe(true);
  many(2 * BLOCK + 1, short);
  onePass(loop);
  const last = lasting();
  counter.made = NUMBERS;
  const anew = many(3 * BLOCK, lasting);
  expect([anew[0], anew[BLOCK], anew[2 * BLOCK]].map((task) => task!.getName())).toEqual(
    [1, BLOCK + 1, 2 * BLOCK + 1].map((number) => `Task-${number}`),
  );
  expectAll([last, ...anew]);
  finish();
});
