// oxlint-disable vitest/no-standalone-expect -- the rule does not know the tests of test.extend
// Run by vitest-failures.test.ts: every test here fails, and the test compares the messages.
import { coroutine, createTask, Future, gather, getRunningLoop, sleep } from "@asyncio-ts/tasks";
import { afterEach, beforeEach, test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { seededBugs } from "../seeded-bugs.ts";

test("deadlock", function* () {
  yield* new Future<void>();
});

test("lost exception", function* () {
  createTask(function* () {
    throw new Error("nothing looks");
  });
  yield* sleep(1);
});

test("lost exception on the host", { host: true }, function* () {
  createTask(function* () {
    throw new Error("nothing looks");
  });
  yield* sleep(1);
});

test("never awaited", function* () {
  coroutine(function* save() {})();
});

test("left running", function* () {
  createTask(() => sleep(1000), { name: "heartbeat" });
  yield* sleep(1);
});

test("host work held", { host: true }, function* () {
  getRunningLoop().hostWork("upload");
  yield* sleep(0);
});

test("no coroutine", (() => 5) as never);

test("awaits a promise", function* () {
  yield* gather(Promise.resolve());
});

test("race", { explore: true }, seededBugs["lost update"]);

test("task toBe", function* () {
  const task = createTask(() => sleep(1));
  try {
    expect(task).toBe(1);
  } finally {
    yield* task;
  }
});

test("task toEqual", function* () {
  expect({ task: new Future<void>() }).toEqual({ task: new Future<void>() });
});

const silent = test.extend<{ silent: number }>({
  *silent() {},
});
silent("fixture without use", function* ({ silent: value }) {
  expect(value).toBe(1);
});

describe("both fail", () => {
  afterEach(function* () {
    throw new Error("the hook");
  });
  test("body and hook", function* () {
    throw new Error("the body");
  });
});

describe("hooks without a loop", () => {
  beforeEach(function* () {});
  plain("plain test with a coroutine hook", () => {});
});
