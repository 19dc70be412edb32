import { coroutine, createTask, sleep } from "@asyncio-ts/tasks";
import { virtually } from "@asyncio-ts/testing";
import { expect, test } from "vitest";

test(
  "virtually() runs the body of a test on a virtual clock",
  virtually(function* () {
    expect(yield* sleep(3_600_000, "awake")).toBe("awake");
  }),
);

test("virtually() throws the error of the body, and passes this, the arguments and the result", () => {
  const fails = virtually(function* () {
    yield* sleep(1);
    throw new RangeError("boom");
  });
  expect(fails).toThrow(new RangeError("boom"));
  const adds = virtually(function* (this: { a: number }, b: number) {
    yield* sleep(1);
    return this.a + b;
  });
  expect(adds.call({ a: 1 }, 2)).toBe(3);
});

test("virtually() throws an exception that nothing in the body retrieved", () => {
  const forgets = virtually(function* () {
    createTask(function* () {
      throw new RangeError("forgotten");
    });
    yield* sleep(1);
  });
  expect(forgets).toThrow("Task exception was never retrieved: RangeError: forgotten");
});

test("virtually() refuses a body that is no function", () => {
  expect(() => virtually(1 as never)).toThrow("virtually: a function* was expected, got 1");
});

test("virtually() throws for a task that is left running, and names it", () => {
  const leaves = virtually(function* () {
    createTask(() => sleep(1000), { name: "heartbeat" });
    yield* sleep(1);
  });
  expect(leaves).toThrow(/a task is still running at the end of the test[^]*heartbeat waits for <SleepTimer pending>/);
});

test("virtually() lists ten of the tasks that are left running, and counts the others", () => {
  const leaves = virtually(function* () {
    for (let i = 0; i < 1000; i++) createTask(sleep(1000));
    yield* sleep(1);
  });
  expect(leaves).toThrow(/^1000 tasks are still running[^\n]*(\n {2}Task-\d+ waits for [^\n]*){10}\n {2}… and 990 more$/);
});

test("virtually() throws for a coroutine that was never awaited", () => {
  const forgets = virtually(function* () {
    coroutine(function* save() {})();
  });
  expect(forgets).toThrow("coroutine 'save' was never awaited");
});
