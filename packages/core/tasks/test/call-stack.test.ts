import { awaitedFutureOf } from "@asyncio-ts/tasks/lowlevel";
import { type Awaitable, type Coroutine, coroutine, currentTask, formatCallGraph, type Future, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { onePass } from "./one-pass.ts";
import { COROUTINE_KINDS } from "./coroutine-kinds.ts";

let loop: VirtualLoop;
let future: Future<number>;
beforeEach(() => {
  loop = new VirtualLoop();
  future = loop.createFuture();
});
afterEach(() => loop.close());

const names = (sites: readonly { name: string }[]) => sites.map(({ name }) => name);

// JavaScriptCore hides where a task waits: stacks show no lines.
describe.skipIf(on("Bun")).each([
  ["plain", <F>(fn: F): F => fn],
  ["marked", coroutine],
])("task.getStack() of %s coroutines", (_, mark) => {
  const inner = mark(function* inner(): Coroutine<number> {
    return yield* future;
  });
  const middle = mark(function* middle(): Coroutine<number> {
    return yield* inner();
  });
  const outer = mark(function* outer(): Coroutine<number> {
    return yield* middle();
  });

  // In a page, vitest serves the sources under other paths.
  test.skipIf(on("Chromium"))("returns the calls outermost first, each with its location", () => {
    const task = loop.createTask(outer);
    onePass(loop);
    const stack = task.getStack();
    expect(names(stack)).toEqual(["outer", "middle", "inner"]);
    expect(stack.every(({ location }) => /call-stack\.test\.ts:\d+:\d+$/.test(location))).toBe(true);
    future.setResult(1);
    onePass(loop);
  });

  // CPython: test_pep492.test_task_print_stack
  // CPython: test_tasks.test_get_stack
  test("returns at most `limit` calls, the innermost ones", () => {
    const task = loop.createTask(outer);
    onePass(loop);
    expect([1, 2, 5, 0].map((limit) => names(task.getStack({ limit })))).toEqual([
      ["inner"],
      ["middle", "inner"],
      ["outer", "middle", "inner"],
      [],
    ]);
    future.setResult(1);
    onePass(loop);
  });

  test("does not step the task, which stays parked and finishes as usual", () => {
    const task = loop.createTask(outer);
    onePass(loop);
    for (let i = 0; i < 5; i++) task.getStack();
    expect([task.done(), awaitedFutureOf(task) === future]).toEqual([false, true]);
    future.setResult(42);
    expect(loop.runUntilComplete(task)).toBe(42);
  });

  // CPython: test_tasks.test_get_stack
  test("is written by task.printStack() with the most recent call last", () => {
    const task = loop.createTask(outer, { name: "t" });
    onePass(loop);
    const written: string[] = [];
    task.printStack({ write: (text) => written.push(text) });
    const [head, ...lines] = written.join("\n").split("\n");
    expect(head).toMatch(/^Stack for <Task pending name='t'.*> \(most recent call last\):$/);
    expect(lines.map((line) => line.replace(/\(.*\)/, "(…)"))).toEqual(["  at outer (…)", "  at middle (…)", "  at inner (…)"]);
    future.setResult(1);
    onePass(loop);
  });
});

// JavaScriptCore hides where a task waits: stacks show no lines.
test.skipIf(on("Bun"))("task.getStack() of a sleeping task ends with the call of sleep()", () => {
  const task = loop.createTask(function* tired() {
    yield* sleep(1000);
  });
  onePass(loop);
  expect(names(task.getStack())).toEqual(["tired", "sleep"]);
  task.cancel();
  onePass(loop);
});

test("task.getStack() of a ready, running or done task is empty, and task.printStack() writes that there is none", () => {
  const written: string[] = [];
  const task = loop.createTask(
    function* () {
      expect(currentTask()!.getStack()).toEqual([]);
      yield* sleep(0);
    },
    { name: "t" },
  );
  expect(task.getStack()).toEqual([]);
  onePass(loop);
  expect(task.getStack()).toEqual([]);
  onePass(loop);
  expect(task.getStack()).toEqual([]);
  task.printStack({ write: (text) => written.push(text) });
  expect(written).toEqual(["No stack for <Task finished name='t' result=undefined>"]);
});

test("task.getStack() after the awaited future was settled is empty and does not step the task", () => {
  const task = loop.createTask(function* () {
    return yield* future;
  });
  onePass(loop);
  future.setResult(7);
  expect(task.getStack()).toEqual([]);
  expect(loop.runUntilComplete(task)).toBe(7);
});

/** Awaits `future` through an iterator that, like asyncio's `__await__`, assumes at the second `next()` that the future is done. */
const handWritten = (log: string[]): Awaitable<number> => ({
  [Symbol.iterator]() {
    let asked = false;
    return {
      next() {
        log.push("next");
        if (asked) return { done: true, value: future.result() };
        asked = true;
        return { done: false, value: future[Symbol.iterator]().next().value as never };
      },
      throw(error: unknown) {
        throw error;
      },
      return: (value) => ({ done: true, value: value as never }),
    };
  },
});

test.each(COROUTINE_KINDS)("task.getStack() does not step a hand-written iterator that %s coroutines await", (_, mark) => {
  const log: string[] = [];
  const awaits = mark(function* awaits(depth: number): Coroutine<number> {
    return depth === 0 ? yield* handWritten(log) : yield* awaits(depth - 1);
  });
  for (const depth of [0, 3]) {
    future = loop.createFuture();
    log.length = 0;
    const task = loop.createTask(function* () {
      const result = yield* awaits(depth);
      return [result, yield* sleep(10, "slept")];
    });
    onePass(loop);
    expect(task.getStack()).toEqual([]);
    expect(log).toEqual(["next"]);
    future.setResult(5);
    expect(loop.runUntilComplete(task)).toEqual([5, "slept"]);
  }
});

// JavaScriptCore hides where a task waits: stacks show no lines.
test.skipIf(on("Bun"))("task.getStack() is not affected by another task that awaits through a hand-written iterator", () => {
  const log: string[] = [];
  const other = loop.createTask(function* () {
    return yield* handWritten(log);
  });
  const plain = loop.createTask(function* looked() {
    return yield* future;
  });
  onePass(loop);
  expect([names(other.getStack()), names(plain.getStack())]).toEqual([[], ["looked"]]);
  future.setResult(1);
  onePass(loop);
});

test("formatCallGraph() of the running task does not step a hand-written iterator", () => {
  const log: string[] = [];
  const inner = coroutine(function* inner(): Coroutine<number> {
    yield* sleep(1);
    formatCallGraph();
    yield* sleep(1);
    return formatCallGraph().length;
  });
  const wrapped: Awaitable<number> = {
    [Symbol.iterator]() {
      const callee = inner()[Symbol.iterator]();
      return {
        next(value: unknown) {
          log.push("next");
          return { ...callee.next(value) };
        },
        throw: (error: unknown) => callee.throw!(error),
        return: (value) => callee.return!(value as number),
      };
    },
  };
  const result = loop.runUntilComplete(function* () {
    return yield* wrapped;
  });
  expect([result > 0, log]).toEqual([true, ["next", "next"]]);
});

/** An awaitable that hands on the first result of a future, and takes a second call as the end of the wait. */
function once<T>(awaited: Future<T>): Awaitable<T> {
  return {
    [Symbol.iterator]() {
      let isFirst = true;
      return {
        next(): IteratorResult<any, T> {
          if (!isFirst) return { done: true, value: awaited.result() };
          isFirst = false;
          return awaited[Symbol.iterator]().next() as IteratorResult<any, T>;
        },
        throw(error: unknown): never {
          throw error;
        },
        return: (value: unknown) => ({ done: true, value }) as never,
      };
    },
  };
}

test("task.getStack() does not step an iterator that hands on the results of a future", () => {
  const task = loop.createTask(function* () {
    return yield* once(future);
  });
  onePass(loop);
  expect(task.getStack()).toEqual([]);
  future.setResult(7);
  expect(loop.runUntilComplete(task)).toBe(7);
});

test("task.getStack() near the end of the stack returns nothing, and the task goes on", () => {
  const task = loop.createTask(function* () {
    return yield* future;
  });
  onePass(loop);
  const lengths: number[] = [];
  const look = (): void => {
    try {
      look();
    } catch {
      if (lengths.length === 0) lengths.push(task.getStack().length);
    }
  };
  look();
  expect(lengths).toEqual([0]);
  future.setResult(7);
  expect(loop.runUntilComplete(task)).toBe(7);
});
