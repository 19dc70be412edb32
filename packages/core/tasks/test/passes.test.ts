import { coroutine, createTask, getEventLoop, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";

/** Returns the number of passes that `body` takes, counted by a callback that reschedules itself. */
function passesOf(body: () => Generator<any, unknown, any>): number {
  const loop = new VirtualLoop();
  let passes = 0;
  const count = () => {
    passes++;
    loop.callSoon(count);
  };
  const result = loop.runUntilComplete(function* () {
    loop.callSoon(count);
    yield* body();
    return passes;
  });
  loop.close();
  return result;
}

test("rule 14: a bare yield costs one pass", () => {
  expect(
    passesOf(function* () {
      yield* sleep(0);
    }),
  ).toBe(1);
  expect(
    passesOf(function* () {
      yield* sleep(0);
      yield* sleep(-5);
      yield* sleep(0, "result");
    }),
  ).toBe(3);
});

test("rule 14: awaiting a coroutine costs no pass at any depth", () => {
  function* deep(depth: number): Generator<any, number, any> {
    return depth === 0 ? 0 : 1 + (yield* deep(depth - 1));
  }
  expect(passesOf(() => deep(100))).toBe(0);
});

test("rule 14: awaiting a marked coroutine costs no pass at any depth", () => {
  const deep = coroutine(function* deep(depth: number): Generator<any, number, any> {
    return depth === 0 ? 0 : 1 + (yield* deep(depth - 1));
  });
  expect(passesOf(() => deep(1000))).toBe(0);
});

test("rule 14: sleep(0) costs one pass through any depth of plain and marked coroutines", () => {
  const marked = coroutine(function* marked(depth: number): Generator<any, void, any> {
    if (depth === 0) yield* sleep(0);
    else yield* plain(depth - 1);
  });
  function* plain(depth: number): Generator<any, void, any> {
    if (depth === 0) yield* sleep(0);
    else yield* marked(depth - 1);
  }
  expect([passesOf(() => plain(7)), passesOf(() => marked(7)), passesOf(() => plain(1000))]).toEqual([1, 1, 1]);
});

test("rule 14: awaiting a done future costs no pass", () => {
  expect(
    passesOf(function* () {
      const done = getEventLoop().createFuture<number>();
      done.setResult(1);
      const failed = getEventLoop().createFuture<number>();
      failed.setException(new Error("boom"));
      yield* done;
      try {
        yield* failed;
      } catch {}
    }),
  ).toBe(0);
});

test("rule 14: awaiting a done task costs no pass", () => {
  expect(
    passesOf(function* () {
      const task = createTask(function* () {}, { eagerStart: true });
      yield* task;
    }),
  ).toBe(0);
});

test("rule 15: a task that awaits a future resumes one pass after the callback that sets the future", () => {
  expect(
    passesOf(function* () {
      const future = getEventLoop().createFuture<void>();
      getEventLoop().callSoon(() => future.setResult());
      yield* future;
    }),
  ).toBe(2);
});

test("rule 15: awaiting a task that finishes in one step costs two passes", () => {
  expect(
    passesOf(function* () {
      yield* createTask(function* () {});
    }),
  ).toBe(2);
});

test("rule 15: each bare yield of the awaited task adds one pass", () => {
  expect(
    passesOf(function* () {
      yield* createTask(function* () {
        yield* sleep(0);
        yield* sleep(0);
      });
    }),
  ).toBe(4);
});

test("cancelling a parked task throws CancelledError into it in the next pass", () => {
  expect(
    passesOf(function* () {
      const task = createTask(sleep(1000));
      yield* sleep(0);
      task.cancel();
      try {
        yield* task;
      } catch {}
    }),
  ).toBe(3);
});
