import { coroutine, createTask, type EventLoop, getEventLoop, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";

/** How many passes of its loop go by while `body` awaits: seen by a handle that reschedules itself. */
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

const loopOf = (): EventLoop => getEventLoop();

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

test("rule 14: awaiting a coroutine costs no pass, however deep", () => {
  function* deep(depth: number): Generator<any, number, any> {
    return depth === 0 ? 0 : 1 + (yield* deep(depth - 1));
  }
  expect(passesOf(() => deep(100))).toBe(0);
});

test("rule 14: awaiting a marked coroutine costs no pass, however deep", () => {
  const deep = coroutine(function* deep(depth: number): Generator<any, number, any> {
    return depth === 0 ? 0 : 1 + (yield* deep(depth - 1));
  });
  expect(passesOf(() => deep(1000))).toBe(0);
});

test("rule 14: what a coroutine waits for costs as much through others, plain or marked", () => {
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
      const done = loopOf().createFuture<number>();
      done.setResult(1);
      const failed = loopOf().createFuture<number>();
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

test("rule 15: a future that a callback settles is seen one pass after the callback", () => {
  expect(
    passesOf(function* () {
      const future = loopOf().createFuture<void>();
      loopOf().callSoon(() => future.setResult());
      yield* future;
    }),
  ).toBe(2);
});

test("rule 15: a task that finishes in one step is seen by its awaiter in 2", () => {
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

test("a cancellation of a parked task is thrown in the next pass", () => {
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
