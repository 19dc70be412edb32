import { CancelledError, DeadlockError, InvalidStateError, TimeoutError } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";

test.each([
  ["CancelledError", new CancelledError("message")],
  ["InvalidStateError", new InvalidStateError("message")],
  ["TimeoutError", new TimeoutError("message")],
  ["DeadlockError", new DeadlockError(new VirtualLoop(), "message")],
])("%s is an Error that prints its name and message", (name, error) => {
  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.message, String(error)]).toEqual([name, "message", `${name}: message`]);
  expect(Object.prototype.toString.call(error)).toBe("[object Error]");
  expect(Object.keys(error)).not.toContain("name");
});

test("instanceof distinguishes the error classes, their subclasses and other values", () => {
  class Mine extends TimeoutError {}
  expect([new Mine() instanceof TimeoutError, new TimeoutError() instanceof Mine]).toEqual([true, false]);
  expect([new TimeoutError() instanceof CancelledError, new Error("x") instanceof TimeoutError]).toEqual([false, false]);
  expect(
    [null, undefined, 1, "CancelledError", { name: "CancelledError" }].some((value) => (value as object) instanceof CancelledError),
  ).toBe(false);
});

test("an error created without a message has an empty message", () => {
  expect([new CancelledError().message, new InvalidStateError().message, new TimeoutError().message]).toEqual(["", "", ""]);
});

test("TimeoutError accepts a CancelledError as its cause", () => {
  const cause = new CancelledError("late");
  expect(new TimeoutError("", { cause }).cause).toBe(cause);
});
