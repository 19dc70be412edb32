import { CancelledError, type Coroutine, coroutine, createTask, sleep, taskGroup, timeout, waitFor } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { describe, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

const DEEP = 100_000;

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

test("a marked coroutine recurses 100,000 deep without waiting", () => {
  expect(virtually(() => count(DEEP))).toBe(DEEP);
});

test("a marked coroutine recurses 100,000 deep and waits at the bottom", () => {
  expect(virtually(() => suspends(DEEP))).toBe(DEEP);
});

test("a marked coroutine recurses 100,000 deep and waits at each level", () => {
  expect(virtually(() => suspendsEverywhere(DEEP))).toBe(DEEP);
});

test("an error passes through 100,000 callers", () => {
  const fails = coroutine(function* fails(depth: number): Coroutine<number> {
    if (depth === 0) throw new RangeError("bottom");
    return 1 + (yield* fails(depth - 1));
  });
  expect(() => virtually(() => fails(DEEP))).toThrow(new RangeError("bottom"));
});

test("a cancellation passes through 100,000 callers, each of which cleans up", () => {
  let cleaned = 0;
  const waits = coroutine(function* waits(depth: number): Coroutine<void> {
    try {
      yield* depth === 0 ? sleep(10_000) : waits(depth - 1);
    } finally {
      cleaned++;
    }
  });
  const loop = new VirtualLoop();
  const task = loop.createTask(() => waits(DEEP));
  onePass(loop);
  task.cancel();
  expect(() => loop.runUntilComplete(task)).toThrow(CancelledError);
  expect(cleaned).toBe(DEEP + 1);
  loop.close();
});

test("recursion may come back up and go down again", () => {
  const zigzag = coroutine(function* zigzag(depth: number): Coroutine<number> {
    if (depth === 0) return 0;
    const down = yield* zigzag(depth - 1);
    if (depth % 1000 === 0) yield* sleep(0);
    return down + (depth % 10_000 === 0 ? yield* count(1000) : 1);
  });
  expect(virtually(() => zigzag(20_000))).toBe(19_998 + 2000);
});

test("marked coroutines that call each other recurse as deep", () => {
  const even = coroutine(function* even(n: number): Coroutine<boolean> {
    return n === 0 ? true : yield* odd(n - 1);
  });
  const odd = coroutine(function* odd(n: number): Coroutine<boolean> {
    return n === 0 ? false : yield* even(n - 1);
  });
  expect(virtually(() => even(DEEP))).toBe(true);
});

test("plain coroutines recurse as deep as the host's stack, and the overflow can be caught", () => {
  const plain = function* plain(depth: number): Coroutine<number> {
    return depth === 0 ? 0 : 1 + (yield* plain(depth - 1));
  };
  const result = virtually(function* () {
    const reached = yield* plain(1000);
    try {
      yield* plain(DEEP);
    } catch (error) {
      return [reached, (error as Error).name];
    }
    return [];
  });
  expect(result).toEqual([1000, "RangeError"]);
});

test("a recursion may follow an eager start in the same step", () => {
  const result = virtually(function* () {
    const eager = createTask(() => suspends(1000), { eagerStart: true });
    return [yield* count(DEEP), yield* eager];
  });
  expect(result).toEqual([DEEP, 1000]);
});

test("a deep recursion leaves the next task of the step its own depth", () => {
  const results = virtually(function* () {
    const tasks = [createTask(() => suspends(1000)), createTask(() => suspends(2000))];
    return [yield* tasks[0]!, yield* tasks[1]!];
  });
  expect(results).toEqual([1000, 2000]);
});

describe.each([
  { what: "a time limit", inside: (body: () => Coroutine<number>) => timeout(1000, body) },
  { what: "a task group", inside: (body: () => Coroutine<number>) => taskGroup(body) },
  { what: "waitFor", inside: (body: () => Coroutine<number>) => waitFor(body, 1000) },
])("each level in $what", ({ inside }) => {
  test("a marked coroutine recurses 100,000 deep and waits at the bottom", () => {
    const deep = coroutine(function* deep(depth: number): Coroutine<number> {
      if (depth === 0) return yield* sleep(1, 0);
      return 1 + (yield* inside(() => deep(depth - 1)));
    });
    expect(virtually(() => deep(DEEP))).toBe(DEEP);
  });

  test("the same with a plain body in between", () => {
    const deep = coroutine(function* deep(depth: number): Coroutine<number> {
      if (depth === 0) return yield* sleep(1, 0);
      return yield* inside(function* () {
        return 1 + (yield* deep(depth - 1));
      });
    });
    expect(virtually(() => deep(DEEP))).toBe(DEEP);
  });
});
