import type { ExceptionContext, LoopCore } from "@asyncio-ts/loop";
import { ContextVar } from "@asyncio-ts/loop";
import { afterEach, beforeEach, expect, type Mock, test, vi } from "vitest";
import { VirtualLoop } from "./virtual-loop.ts";

let console_: Mock<(...data: unknown[]) => void>;
beforeEach(() => {
  console_ = vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

/** A loop one of whose callbacks throws `error`. */
function failing(error: unknown): VirtualLoop {
  const loop = new VirtualLoop();
  loop.callSoon(function fails() {
    throw error;
  });
  return loop;
}

// CPython: test_base_events.test_set_exc_handler_custom
// CPython: test_events.HandleTests.test_callback_with_exception
test("rule 5: a callback's exception goes to the exception handler, and the loop goes on", () => {
  const error = new Error("bad luck");
  const loop = failing(error);
  const told: [LoopCore, ExceptionContext][] = [];
  loop.setExceptionHandler((of, context) => told.push([of, context]));
  const log: string[] = [];
  loop.callSoon(() => log.push("goes on"));
  const timer = loop.callLater(1, () => {
    throw undefined;
  });
  loop.runForever();
  expect(log).toEqual(["goes on"]);
  expect(told).toEqual([
    [loop, { message: "Exception in callback function fails", exception: error, handle: expect.anything() }],
    [loop, { message: "Exception in callback function (anonymous)", exception: undefined, handle: timer }],
  ]);
  expect(told[0]![0]).toBe(loop);
  expect(console_).not.toHaveBeenCalled();
});

// CPython: test_base_events.test_default_exc_handler_callback
test("rule 5: the default handler writes the message, the details and the exception to the console", () => {
  const error = new Error("bad luck");
  const loop = failing(error);
  loop.runForever();
  expect(console_.mock.calls).toEqual([["Exception in callback function fails\nhandle: <Handle function fails>", error]]);
  console_.mockClear();
  loop.callExceptionHandler({ message: "Nothing was thrown", zone: 1, future: "<Future>" });
  loop.callExceptionHandler({ message: "" });
  expect(console_.mock.calls).toEqual([["Nothing was thrown\nfuture: <Future>\nzone: 1"], ["Unhandled exception in event loop"]]);
});

// CPython: test_base_events.test_set_exc_handler_broken
test("rule 5: a handler that throws falls back to the default one, which tells both", () => {
  const error = new Error("bad luck");
  const worse = new Error("worse");
  const loop = failing(error);
  loop.setExceptionHandler(() => {
    throw worse;
  });
  const log: string[] = [];
  loop.callSoon(() => log.push("goes on"));
  loop.runForever();
  expect(log).toEqual(["goes on"]);
  expect(console_.mock.calls).toEqual([["Unhandled error in exception handler\ncontext: Exception in callback function fails", worse]]);
});

// CPython: test_base_events.test_default_exc_handler_broken
test("rule 5: a default handler that throws is reported as well, and the loop goes on", () => {
  const loop = failing(new Error("bad luck"));
  const broken = new Error("no paper");
  loop.defaultExceptionHandler = () => {
    throw broken;
  };
  const log: string[] = [];
  loop.callSoon(() => log.push("goes on"));
  loop.runForever();
  expect(log).toEqual(["goes on"]);
  expect(console_.mock.calls).toEqual([["Exception in default exception handler", broken]]);
});

test("rule 5: a detail that can't be shown does no harm", () => {
  const loop = new VirtualLoop();
  const unshowable = {
    toString(): string {
      throw new Error("no text");
    },
  };
  loop.callExceptionHandler({ message: "lost", future: unshowable });
  expect(console_.mock.calls).toEqual([["Exception in default exception handler", new Error("no text")]]);
});

test("a handler may hand over to the default one", () => {
  const error = new Error("bad luck");
  const loop = failing(error);
  loop.setExceptionHandler((of, context) => of.defaultExceptionHandler({ ...context, message: "Told on" }));
  loop.runForever();
  expect(console_.mock.calls).toEqual([["Told on\nhandle: <Handle function fails>", error]]);
});

test("the handler runs in the context of what it is told about", () => {
  const name = new ContextVar<string>("name", { default: "outside" });
  const loop = new VirtualLoop();
  const seen: string[] = [];
  loop.setExceptionHandler(() => seen.push(name.get()));
  loop.callSoon(() => {
    name.set("inside");
    throw new Error("bad luck");
  });
  loop.runForever();
  const handle = loop.callSoon(() => name.set("of the handle"));
  loop.runForever();
  loop.callExceptionHandler({ message: "later", handle });
  loop.callExceptionHandler({ message: "of nobody" });
  expect(seen).toEqual(["inside", "of the handle", "outside"]);
  expect(name.get()).toBe("outside");
});

// CPython: test_base_events.test_set_exc_handler_custom
test("getExceptionHandler gives what was set; null brings the default back", () => {
  const loop = new VirtualLoop();
  const handler = (): void => {};
  expect(loop.getExceptionHandler()).toBeNull();
  loop.setExceptionHandler(handler);
  expect(loop.getExceptionHandler()).toBe(handler);
  loop.setExceptionHandler(null);
  expect(loop.getExceptionHandler()).toBeNull();
  loop.callExceptionHandler({ message: "to the console" });
  expect(console_.mock.calls).toEqual([["to the console"]]);
});
