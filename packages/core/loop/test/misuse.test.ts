import { Context, ContextVar, copyContext, LoopCore } from "@asyncio-ts/loop";
import { expect, test } from "vitest";
import { VirtualDriver } from "./virtual-loop.ts";

test.each<[string, () => unknown]>([
  ["ContextVar: an object of options was expected, got 5", () => new ContextVar("x", 5 as never)],
  ["ContextVar: an object of options was expected, got null", () => new ContextVar("x", null as never)],
  ["ContextVar x: a token was expected, got an object of class Object", () => new ContextVar("x").reset({} as never)],
  ["Context.run: a function was expected, got 5", () => copyContext().run(5 as never)],
  ["Context.run: a function was expected, got undefined", () => new Context().run(undefined as never)],
  ["LoopCore: a driver was expected, got an object of class Object", () => new LoopCore({} as never)],
  ["LoopCore: a driver was expected, got an object of class Object", () => new LoopCore({ park: () => {} } as never)],
  ["LoopCore: a driver was expected, got null", () => new LoopCore(null as never)],
])("%s", (message, use) => {
  expect(use).toThrow(new TypeError(message));
});

test.each<"callExceptionHandler" | "defaultExceptionHandler">(["callExceptionHandler", "defaultExceptionHandler"])(
  "loop.%s() throws a TypeError for a context that is no object",
  (method) => {
    const loop = new LoopCore(new VirtualDriver());
    for (const context of [undefined, null, 5, "text"]) {
      expect(() => loop[method](context as never)).toThrow(new RegExp(`^${method}: an object with a message was expected, got `));
    }
  },
);
