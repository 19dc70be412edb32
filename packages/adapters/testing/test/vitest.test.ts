// oxlint-disable vitest/no-standalone-expect -- the rule does not know the tests of test.extend
import { createTask, Future, gather, getRunningLoop, sleep, type Coroutine } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, it, test } from "@asyncio-ts/testing/vitest";
import { afterAll, describe, expect, test as plain } from "vitest";
import { seededBugs } from "./seeded-bugs.ts";

test("a test runs on a virtual loop, so time takes no time", function* () {
  const loop = getRunningLoop();
  yield* sleep(3_600_000);
  expect(loop).toBeInstanceOf(VirtualLoop);
  expect(loop.time()).toBe(3_600_000);
});

it("`it` is `test`", function* ({ task }) {
  expect(task.name).toBe("`it` is `test`");
  expect(it).toBe(test);
});

test("a test with the option host awaits promises", { host: true }, function* () {
  const [value] = yield* gather(new Promise<string>((resolve) => setTimeout(() => resolve("host"), 1)));
  expect(value).toBe("host");
});

let explored = 0;
test("a test with the option explore runs under many schedules", { explore: { strategy: "exhaustive" } }, function* () {
  explored++;
  yield* gather(sleep(0), sleep(0), sleep(0));
});

plain("an explored test runs once a schedule", () => {
  expect(explored).toBeGreaterThan(6);
});

test.fails("an explored test fails for a race", { explore: true }, seededBugs["lost update"]);

const seen: unknown[][] = [];
test.each([
  [1, "a"],
  [2, "b"],
])("each spreads an array: %i %s", function* (number, letter) {
  yield* sleep(number);
  seen.push([number, letter, getRunningLoop().time()]);
});
test.each([{ n: 3 }])("each passes another value: $n", function* ({ n }) {
  seen.push([n]);
});
test.for([4])("for passes the case and the context: %i", function* (n, { task }) {
  seen.push([n, task.name]);
});
plain("each and for ran every case", () => {
  expect(seen).toEqual([[1, "a", 1], [2, "b", 2], [3], [4, "for passes the case and the context: 4"]]);
});

// The test is about skipping.
test.skip("skip does not run the body", function* () {
  throw new Error("ran");
});
// The test is about skipping.
test.todo("todo has no body");
// The test is about skipping.
test.skipIf(true)("skipIf does not run the body", function* () {
  throw new Error("ran");
});
let ranConditionally = false;
// The test is about skipping.
test.runIf(true)("runIf runs the body", function* () {
  ranConditionally = true;
});
test.concurrent("concurrent tests run", function* () {
  expect(ranConditionally).toBe(true);
});
test.fails("fails expects a failure", function* () {
  throw new Error("expected");
});

// The test is about skipping.
describe("hooks", () => {
  const log: string[] = [];
  beforeEach(function* () {
    yield* sleep(5);
    log.push(`before at ${getRunningLoop().time()}`);
    return function* (): Coroutine<void> {
      log.push("cleanup");
    };
  });
  beforeEach(() => {
    log.push("plain before");
  });
  afterEach(function* () {
    yield* sleep(5);
    log.push(`after at ${getRunningLoop().time()}`);
  });
  test("coroutine hooks run on the loop of the test", function* () {
    log.push(`body at ${getRunningLoop().time()}`);
  });
  plain("hooks ran around the test, the hooks after it in reverse order", { concurrent: false }, ({ skip }) => {
    skip();
  });
  afterAll(() => {
    expect(log.slice(0, 5)).toEqual(["plain before", "before at 5", "body at 5", "cleanup", "after at 10"]);
  });
});

describe("hooks of a retried test", () => {
  let attempts = 0;
  const log: string[] = [];
  beforeEach(function* () {
    log.push("before");
  });
  test("a retry runs the coroutine hooks anew", { retry: 2 }, function* () {
    log.push("body");
    if (attempts++ === 0) throw new Error("first attempt");
    expect(log).toEqual(["before", "body", "before", "body"]);
  });
});

describe("hooks of a repeated test", () => {
  const log: string[] = [];
  beforeEach(function* () {
    log.push("before");
  });
  test("a repetition runs the coroutine hooks anew", { repeats: 2 }, function* () {
    log.push("body");
    expect(log.filter((entry) => entry === "before").length).toBe(log.filter((entry) => entry === "body").length);
  });
});

let hooksOfSchedules = 0;
describe("hooks of an explored test", () => {
  beforeEach(function* () {
    hooksOfSchedules++;
  });
  let schedules = 0;
  test("coroutine hooks run once a schedule", { explore: { runs: 20 } }, function* () {
    schedules++;
    yield* gather(sleep(0), sleep(0), sleep(0));
    expect(hooksOfSchedules).toBe(schedules);
  });
});

const fixtureLog: string[] = [];
const extended = test.extend<{ base: number; plainFixture: string; db: { at: number }; unused: string }>({
  base: 2,
  // oxlint-disable-next-line no-empty-pattern -- vitest reads the names of fixtures from the pattern
  plainFixture: async ({}, use) => {
    await use("plain");
  },
  *db({ base, plainFixture }, use) {
    yield* sleep(base);
    fixtureLog.push(`open ${plainFixture} at ${getRunningLoop().time()}`);
    yield* use({ at: getRunningLoop().time() });
    yield* sleep(base);
    fixtureLog.push(`close at ${getRunningLoop().time()}`);
  },
  // oxlint-disable-next-line no-empty-pattern -- as above
  *unused({}, use) {
    fixtureLog.push("unused");
    yield* use("unused");
  },
});

extended("coroutine fixtures run on the loop of the test", function* ({ db, base }) {
  expect([db.at, base]).toEqual([2, 2]);
  fixtureLog.push(`body at ${getRunningLoop().time()}`);
});
plain("a fixture opens before and closes after the test, and unused fixtures do not run", () => {
  expect(fixtureLog).toEqual(["open plain at 2", "body at 2", "close at 4"]);
});

extended("a repetition runs the coroutine fixtures anew", { repeats: 2 }, function* ({ db }) {
  expect([db.at, getRunningLoop().time()]).toEqual([2, 2]);
});
let attemptsWithFixture = 0;
extended("a retry runs the coroutine fixtures anew", { retry: 1 }, function* ({ db }) {
  expect([db.at, getRunningLoop().time()]).toEqual([2, 2]);
  if (attemptsWithFixture++ === 0) throw new Error("first attempt");
});

const further = extended.extend<{ user: string }>({
  *user({ db }, use) {
    yield* use(`user of ${db.at}`);
  },
});
further("a coroutine fixture uses another one", { explore: { runs: 5 } }, function* ({ user }) {
  expect(user).toBe("user of 2");
});
further.for([7])("a test of `for` uses fixtures", function* (n, { user }) {
  expect([n, user]).toEqual([7, "user of 2"]);
});
further.each([8])("a test of `each` of an extended test", function* (n) {
  expect(n).toBe(8);
});

test("toEqual compares futures by their outcome, and never hangs", function* () {
  const [pending, other] = [new Future<number>(), new Future<number>()];
  const done = createTask(() => sleep(1, { a: 1 }));
  yield* done;
  const again = createTask(() => sleep(1, { a: 1 }));
  yield* again;
  expect(pending).toEqual(pending);
  expect([pending]).toEqual([pending]);
  expect(pending).not.toEqual(other);
  expect(done).toEqual(again);
  expect({ task: done }).toEqual({ task: again });
  expect(done).not.toEqual({ a: 1 });
  expect(new Set([done])).toEqual(new Set([again]));
});

plain.each<[unknown, string]>([
  [async () => {}, "test: a coroutine function was expected, got"],
  [5, "test: a coroutine function was expected, got 5"],
])("test() refuses the body %o", (body, message) => {
  expect(() => test("never declared", {}, body as never)).toThrow(message);
});

plain("test() refuses host and explore together", () => {
  expect(() => test("never declared", { host: true, explore: true }, function* () {})).toThrow(
    "test: host or explore was expected, got both",
  );
});

plain("test.extend() refuses a coroutine fixture that outlives a loop", () => {
  expect(() => test.extend({ db: [function* () {} as never, { scope: "file" }] })).toThrow(
    'so the scope "test" was expected for db, got "file"',
  );
});
