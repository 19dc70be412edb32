import { createTask, type Future, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

const notAwaited = /await wasn't used with future/;

test("spreading a pending future throws, and the future can still be awaited", () => {
  const future = loop.createFuture<number>();
  expect(() => [...(future as Iterable<unknown>)]).toThrow(notAwaited);
  loop.callSoon(() => future.setResult(42));
  expect(loop.runUntilComplete(future)).toBe(42);
});

test("spreading a pending task throws, and the task can still be awaited", () => {
  const result = loop.runUntilComplete(function* () {
    const task = createTask(sleep(10, "slept"));
    expect(() => [...(task as Iterable<unknown>)]).toThrow(notAwaited);
    yield* sleep(1);
    expect(() => [...(task as Iterable<unknown>)]).toThrow(notAwaited);
    return yield* task;
  });
  expect(result).toBe("slept");
});

// CPython: test_futures.test_iter
test("for … of, Array.from, destructuring, new Map and new Set throw for a pending future", () => {
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
  for (const way of ways) expect(way).toThrow(notAwaited);
});

test("spreading a finished future yields nothing, and spreading a failed future throws its exception", () => {
  const [done, failed] = [loop.createFuture<number>(), loop.createFuture<number>()];
  done.setResult(42);
  failed.setException(new RangeError("boom"));
  expect([...(done as Iterable<unknown>)]).toEqual([]);
  expect(() => [...(failed as Iterable<unknown>)]).toThrow(new RangeError("boom"));
});

test("deep equality of a pending task in a test library throws, and the task can still be awaited", () => {
  const task = loop.createTask(sleep(10, "slept"));
  expect(() => expect([task]).toEqual([task])).toThrow(notAwaited);
  expect(() => expect({ task }).toEqual({ task })).toThrow(notAwaited);
  expect(loop.runUntilComplete(task)).toBe("slept");
  expect([task]).toEqual([task]);
});

test("comparing tasks by identity does not iterate them", () => {
  const task = loop.createTask(sleep(10));
  expect(task).toBe(task);
  expect([task]).toContain(task);
  loop.runUntilComplete(task);
});

test("a future can still be awaited after an iteration that took its first trap only", () => {
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
])("a coroutine that is stepped by hand and ended by %s leaves its future awaitable", (_, end) => {
  const future = loop.createFuture<number>();
  const coroutine = (function* () {
    return yield* future;
  })();
  coroutine.next();
  end(coroutine);
  loop.callLater(10, () => future.setResult(1));
  expect(loop.runUntilComplete(future)).toBe(1);
});

test("two tasks can await one future at the same time", () => {
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
