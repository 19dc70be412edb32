import { Context, ContextVar, copyContext, LoopCore } from "@asyncio-ts/loop";
import { expect, test } from "vitest";

test.each<[string, () => unknown]>([
  ["ContextVar: an object of options was expected, got 5", () => new ContextVar("x", 5 as never)],
  ["ContextVar: an object of options was expected, got null", () => new ContextVar("x", null as never)],
  ["ContextVar x: a token was expected, got an object of class Object", () => new ContextVar("x").reset({} as never)],
  ["Context.run: a function was expected, got 5", () => copyContext().run(5 as never)],
  ["Context.run: a function was expected, got undefined", () => new Context().run(undefined as never)],
  ["LoopCore: a driver was expected, got an object of class Object", () => new LoopCore({} as never)],
  ["LoopCore: a driver was expected, got null", () => new LoopCore(null as never)],
])("%s", (message, use) => {
  expect(use).toThrow(new TypeError(message));
});
