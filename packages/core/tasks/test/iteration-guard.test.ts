import { createTask, type Future, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

const byHand = /await wasn't used with future/;

test("spreading a pending future ends, by throwing, and the future can be awaited afterwards", () => {
  const future = loop.createFuture<number>();
  expect(() => [...(future as Iterable<unknown>)]).toThrow(byHand);
  loop.callSoon(() => future.setResult(42));
  expect(loop.runUntilComplete(future)).toBe(42);
});

test("spreading a pending task ends, by throwing, and the task can be awaited afterwards", () => {
  const result = loop.runUntilComplete(function* () {
    const task = createTask(sleep(10, "slept"));
    expect(() => [...(task as Iterable<unknown>)]).toThrow(byHand);
    yield* sleep(1);
    expect(() => [...(task as Iterable<unknown>)]).toThrow(byHand);
    return yield* task;
  });
  expect(result).toBe("slept");
});

// CPython: test_futures.test_iter
test("every way to iterate by hand ends: for … of, Array.from, destructuring, new Set", () => {
  const future = loop.createFuture<number>() as Future<number> & Iterable<unknown>;
  const ways: (() => unknown)[] = [
    () => {
      for (const trap of future) void trap;
    },
    () => Array.from(future),
    () => {
      const [a, b] = future;
      return [a, b];
    },
    () => new Map(future as never),
    () => new Set(future),
  ];
  for (const way of ways) expect(way).toThrow(byHand);
});

test("spreading a finished future gives nothing, and a failed one throws", () => {
  const [done, failed] = [loop.createFuture<number>(), loop.createFuture<number>()];
  done.setResult(42);
  failed.setException(new RangeError("boom"));
  expect([...(done as Iterable<unknown>)]).toEqual([]);
  expect(() => [...(failed as Iterable<unknown>)]).toThrow(new RangeError("boom"));
});

test("a test library's deep equality of futures ends, and the task can be awaited afterwards", () => {
  const task = loop.createTask(sleep(10, "slept"));
  expect(() => expect([task]).toEqual([task])).toThrow(byHand);
  expect(() => expect({ task }).toEqual({ task })).toThrow(byHand);
  expect(loop.runUntilComplete(task)).toBe("slept");
  expect([task]).toEqual([task]);
});

test("comparing by identity needs no iteration", () => {
  const task = loop.createTask(sleep(10));
  expect(task).toBe(task);
  expect([task]).toContain(task);
  loop.runUntilComplete(task);
});

test("iteration by hand that stops after one step leaves the future awaitable", () => {
  const future = loop.createFuture<number>() as Future<number> & Iterable<unknown>;
  const task = loop.createTask(function* () {
    const [only] = future;
    for (const trap of future) {
      expect(trap === only).toBe(true);
      break;
    }
    return yield* future;
  });
  loop.callLater(10, () => future.setResult(1));
  expect(loop.runUntilComplete(task)).toBe(1);
});

test.each([
  ["return()", (coroutine: Generator) => coroutine.return(0)],
  [
    "throw()",
    (coroutine: Generator) => {
      expect(() => coroutine.throw(new Error("stop"))).toThrow("stop");
    },
  ],
])("a coroutine that was stepped by hand and ended by %s leaves its future awaitable", (_, end) => {
  const future = loop.createFuture<number>();
  const coroutine = (function* () {
    return yield* future;
  })();
  coroutine.next();
  end(coroutine);
  loop.callLater(10, () => future.setResult(1));
  expect(loop.runUntilComplete(future)).toBe(1);
});

test("a future that is awaited twice at once is no iteration by hand", () => {
  const future = loop.createFuture<number>();
  const tasks = [0, 1].map(() =>
    loop.createTask(function* () {
      return yield* future;
    }),
  );
  onePass(loop);
  future.setResult(7);
  onePass(loop);
  expect(tasks.map((task) => task.result())).toEqual([7, 7]);
});
