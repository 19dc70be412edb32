import { CancelledError, type Coroutine, coroutine, createTask, sleep, taskGroup, timeout, waitFor } from "@asyncio-ts/tasks";
import { virtually, VirtualLoop } from "@asyncio-ts/testing";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { onePass } from "./one-pass.ts";

const DEPTH = 100_000;

const count = coroutine(function* count(depth: number): Coroutine<number> {
  return depth === 0 ? 0 : 1 + (yield* count(depth - 1));
});

const suspends = coroutine(function* suspends(depth: number): Coroutine<number> {
  if (depth === 0) yield* sleep(1);
  return depth === 0 ? 0 : 1 + (yield* suspends(depth - 1));
});

const suspendsEverywhere = coroutine(function* suspendsEverywhere(depth: number): Coroutine<number> {
  yield* sleep(0);
  return depth === 0 ? 0 : 1 + (yield* suspendsEverywhere(depth - 1));
});

test("a marked coroutine recurses 100,000 deep without suspending", function* () {
  expect(yield* count(DEPTH)).toBe(DEPTH);
});

test("a marked coroutine recurses 100,000 deep and suspends at the bottom", function* () {
  expect(yield* suspends(DEPTH)).toBe(DEPTH);
});

test("a marked coroutine recurses 100,000 deep and suspends at each level", function* () {
  expect(yield* suspendsEverywhere(DEPTH)).toBe(DEPTH);
});

test("an error propagates through 100,000 marked callers", function* () {
  const fails = coroutine(function* fails(depth: number): Coroutine<number> {
    if (depth === 0) throw new RangeError("bottom");
    return 1 + (yield* fails(depth - 1));
  });
  expect(yield* thrown(fails(DEPTH))).toEqual(new RangeError("bottom"));
});

plain("a cancellation propagates through 100,000 marked callers, each of which runs its finally block", () => {
  let cleaned = 0;
  const waits = coroutine(function* waits(depth: number): Coroutine<void> {
    try {
      yield* depth === 0 ? sleep(10_000) : waits(depth - 1);
    } finally {
      cleaned++;
    }
  });
  const loop = new VirtualLoop();
  const task = loop.createTask(() => waits(DEPTH));
  onePass(loop);
  task.cancel();
  expect(() => loop.runUntilComplete(task)).toThrow(CancelledError);
  expect(cleaned).toBe(DEPTH + 1);
  loop.close();
});

test("a marked coroutine can return from a deep recursion and recurse again", function* () {
  const zigzag = coroutine(function* zigzag(depth: number): Coroutine<number> {
    if (depth === 0) return 0;
    const down = yield* zigzag(depth - 1);
    if (depth % 1000 === 0) yield* sleep(0);
    return down + (depth % 10_000 === 0 ? yield* count(1000) : 1);
  });
  expect(yield* zigzag(20_000)).toBe(19_998 + 2000);
});

test("two marked coroutines that call each other recurse 100,000 deep", function* () {
  const even = coroutine(function* even(n: number): Coroutine<boolean> {
    return n === 0 ? true : yield* odd(n - 1);
  });
  const odd = coroutine(function* odd(n: number): Coroutine<boolean> {
    return n === 0 ? false : yield* even(n - 1);
  });
  expect(yield* even(DEPTH)).toBe(true);
});

plain("a plain coroutine recurses 1,000 deep, and at 100,000 throws a RangeError that can be caught", () => {
  const plain = function* plain(depth: number): Coroutine<number> {
    return depth === 0 ? 0 : 1 + (yield* plain(depth - 1));
  };
  const result = virtually(function* () {
    const reached = yield* plain(1000);
    try {
      yield* plain(DEPTH);
    } catch (error) {
      return [reached, (error as Error).name];
    }
    return [];
  })();
  expect(result).toEqual([1000, "RangeError"]);
});

test("a recursion 100,000 deep can follow an eager start in the same step", function* () {
  const eager = createTask(() => suspends(1000), { eagerStart: true });
  const result = [yield* count(DEPTH), yield* eager];
  expect(result).toEqual([DEPTH, 1000]);
});

test("two tasks that start in one pass recurse to their own depths", function* () {
  const tasks = [createTask(() => suspends(1000)), createTask(() => suspends(2000))];
  const results = [yield* tasks[0]!, yield* tasks[1]!];
  expect(results).toEqual([1000, 2000]);
});

describe.each([
  { scope: "timeout()", inside: (body: () => Coroutine<number>) => timeout(1000, body) },
  { scope: "taskGroup()", inside: (body: () => Coroutine<number>) => taskGroup(body) },
  { scope: "waitFor()", inside: (body: () => Coroutine<number>) => waitFor(body, 1000) },
])("each level inside $scope", ({ inside }) => {
  test("a marked coroutine recurses 100,000 deep through the scopes and suspends at the bottom", function* () {
    const deep = coroutine(function* deep(depth: number): Coroutine<number> {
      if (depth === 0) return yield* sleep(1, 0);
      return 1 + (yield* inside(() => deep(depth - 1)));
    });
    expect(yield* deep(DEPTH)).toBe(DEPTH);
  });

  test("a marked coroutine recurses 100,000 deep through scopes with plain bodies and suspends at the bottom", function* () {
    const deep = coroutine(function* deep(depth: number): Coroutine<number> {
      if (depth === 0) return yield* sleep(1, 0);
      return yield* inside(function* () {
        return 1 + (yield* deep(depth - 1));
      });
    });
    expect(yield* deep(DEPTH)).toBe(DEPTH);
  });
});
