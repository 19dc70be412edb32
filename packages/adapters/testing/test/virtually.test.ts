import { createTask, sleep } from "@asyncio-ts/tasks";
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
  expect(forgets).toThrow(new RangeError("forgotten"));
});

test("virtually() refuses a body that is no function", () => {
  expect(() => virtually(1 as never)).toThrow("virtually: a function* was expected, got 1");
});
