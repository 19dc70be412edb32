import { readFile } from "node:fs";
import { fileURLToPath } from "node:url";
import { hostWorkHeld } from "@asyncio-ts/loop/lowlevel";
import { fromCallback } from "@asyncio-ts/promise";
import { CancelledError, createTask, getRunningLoop, isFuture, sleep } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { expect, test as plain } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

test("fromCallback() returns the value of a call, at once or later", function* () {
  const later = fromCallback<string>((callback) => void getRunningLoop().callLater(10, callback, null, "later"));
  expect(isFuture(later)).toBe(true);
  expect(yield* fromCallback<string>((callback) => callback(undefined, "at once"))).toBe("at once");
  expect(yield* later).toBe("later");
  expect(getRunningLoop().time()).toBe(10);
});

test("fromCallback() returns undefined when the callback receives no value", function* () {
  expect(yield* fromCallback((callback) => callback(null))).toBe(undefined);
  expect(yield* fromCallback((callback) => callback())).toBe(undefined);
});

test("fromCallback() throws the callback's error unchanged, whatever its type", function* () {
  for (const error of [new Error("bad luck"), "text", 42]) {
    expect((yield* thrown(fromCallback((callback) => callback(error)))) === error).toBe(true);
  }
});

test("fromCallback() throws an error of the function that it calls", function* () {
  const future = fromCallback(() => {
    throw new RangeError("not even begun");
  });
  expect(yield* thrown(future)).toEqual(new RangeError("not even begun"));
});

test("fromCallback() ignores later calls, and an error after the first call", function* () {
  const future = fromCallback<number>((callback) => {
    callback(null, 1);
    callback(null, 2);
    callback(new Error("too late"));
    throw new Error("later still");
  });
  expect(yield* future).toBe(1);
});

test("a cancelled future calls the cancel hook once, and ignores a late call", function* () {
  let hookCalls = 0;
  let callBack!: (error: unknown, value?: string) => void;
  const task = createTask(function* () {
    yield* fromCallback<string>((callback) => {
      callBack = callback;
      return () => void hookCalls++;
    });
  });
  yield* sleep(10);
  task.cancel("enough");
  expect(hookCalls).toBe(1);
  expect(yield* thrown(task)).toEqual(new CancelledError("enough"));
  callBack(null, "late");
  task.cancel();
  expect(hookCalls).toBe(1);
});

test("a done future does not call the cancel hook", function* () {
  let hookCalls = 0;
  let callBack!: () => void;
  const future = fromCallback((callback) => {
    callBack = callback;
    return () => void hookCalls++;
  });
  callBack();
  expect(future.cancel()).toBe(false);
  expect(hookCalls).toBe(0);
  yield* future;
});

test("an error in the cancel hook goes to the exception handler, not to the caller of cancel()", function* () {
  const reported: unknown[] = [];
  getRunningLoop().setExceptionHandler((_, { exception }) => reported.push(exception));

  const future = fromCallback(() => () => {
    throw new Error("bad hook");
  });
  expect(future.cancel()).toBe(true);
  yield* thrown(future);

  expect(reported).toEqual([new Error("bad hook")]);
});

test("fromCallback() holds host work until it is called back, cancelled or has failed", { host: true }, function* () {
  const loop = getRunningLoop();
  let callBack!: () => void;
  const future = fromCallback(function query(callback) {
    callBack = callback;
  });
  expect(hostWorkHeld(loop)).toEqual(["fromCallback(function query)"]);
  callBack();
  expect(hostWorkHeld(loop)).toEqual([]);
  yield* future;
  fromCallback(() => {}).cancel();
  expect(hostWorkHeld(loop)).toEqual([]);
  const failing = fromCallback(() => {
    throw new Error("bad luck");
  });
  expect(hostWorkHeld(loop)).toEqual([]);
  yield* thrown(failing);
});

// A page does not have Node's file system.
test.skipIf(on("Chromium"))("fromCallback() works with Node's own APIs", { host: true }, function* () {
  const path = fileURLToPath(import.meta.url);
  expect(yield* fromCallback<string>((callback) => readFile(path, "utf8", callback))).toContain("works with Node's own APIs");
  expect(yield* thrown(fromCallback<string>((callback) => readFile(`${path}.none`, "utf8", callback)))).toMatchObject({ code: "ENOENT" });
  expect(getRunningLoop().time()).toBe(0);
});

plain("fromCallback() throws a TypeError for a value that is no function", () => {
  expect(() => fromCallback(42 as never)).toThrow(new TypeError("fromCallback: a function was expected, got 42"));
});

plain("fromCallback() throws a TypeError for a function* and for an async function, which is not started", () => {
  let started = false;
  const wrong: [unknown, string][] = [
    [function* work() {}, "a function was expected, got function* work, which createTask runs"],
    [
      async function work() {
        started = true;
      },
      "a function was expected, got async function work, whose promise fromPromise awaits",
    ],
  ];
  for (const [work, message] of wrong) expect(() => fromCallback(work as never)).toThrow(new TypeError(`fromCallback: ${message}`));
  expect(started).toBe(false);
});

test("fromCallback() fails if its function returns a coroutine, and accepts a returned promise", function* () {
  expect((yield* thrown(fromCallback((() => sleep(1)) as never))).message).toContain("returned a coroutine, which never ran");
  expect(
    yield* fromCallback<number>(((callback: (error: null, value: number) => void) => Promise.resolve(callback(null, 1))) as never),
  ).toBe(1);
});
