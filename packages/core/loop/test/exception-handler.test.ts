import type { ExceptionContext, LoopCore } from "@asyncio-ts/loop";
import { ContextVar } from "@asyncio-ts/loop";
import { afterEach, beforeEach, expect, type Mock, test, vi } from "vitest";
import { VirtualLoop } from "./virtual-loop.ts";

let consoleError: Mock<(...data: unknown[]) => void>;
beforeEach(() => {
  consoleError = vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

/** Creates a loop with one callback that throws `error`. */
function failingLoop(error: unknown): VirtualLoop {
  const loop = new VirtualLoop();
  loop.callSoon(function fails() {
    throw error;
  });
  return loop;
}

// CPython: test_base_events.test_set_exc_handler_custom
// CPython: test_events.HandleTests.test_callback_with_exception
test("rule 5: a callback's exception goes to the exception handler, and the loop continues", () => {
  const error = new Error("bad luck");
  const loop = failingLoop(error);
  const reports: [LoopCore, ExceptionContext][] = [];
  loop.setExceptionHandler((source, context) => reports.push([source, context]));
  const log: string[] = [];
  loop.callSoon(() => log.push("goes on"));
  const timer = loop.callLater(1, () => {
    throw undefined;
  });
  loop.runForever();
  expect(log).toEqual(["goes on"]);
  expect(reports).toEqual([
    [loop, { message: "Exception in callback function fails", exception: error, handle: expect.anything() }],
    [loop, { message: "Exception in callback function (anonymous)", exception: undefined, handle: timer }],
  ]);
  expect(reports[0]![0]).toBe(loop);
  expect(consoleError).not.toHaveBeenCalled();
});

// CPython: test_base_events.test_default_exc_handler_callback
test("rule 5: the default handler writes the message, the details and the exception to the console", () => {
  const error = new Error("bad luck");
  const loop = failingLoop(error);
  loop.runForever();
  expect(consoleError.mock.calls).toEqual([["Exception in callback function fails\nhandle: <Handle function fails>", error]]);
  consoleError.mockClear();
  loop.callExceptionHandler({ message: "Nothing was thrown", zone: 1, future: "<Future>" });
  loop.callExceptionHandler({ message: "" });
  expect(consoleError.mock.calls).toEqual([["Nothing was thrown\nfuture: <Future>\nzone: 1"], ["Unhandled exception in event loop"]]);
});

// CPython: test_base_events.test_set_exc_handler_broken
test("rule 5: if the exception handler throws, the default handler reports that error and the original message", () => {
  const error = new Error("bad luck");
  const worse = new Error("worse");
  const loop = failingLoop(error);
  loop.setExceptionHandler(() => {
    throw worse;
  });
  const log: string[] = [];
  loop.callSoon(() => log.push("goes on"));
  loop.runForever();
  expect(log).toEqual(["goes on"]);
  expect(consoleError.mock.calls).toEqual([["Unhandled error in exception handler\ncontext: Exception in callback function fails", worse]]);
});

// CPython: test_base_events.test_default_exc_handler_broken
test("rule 5: if the default handler throws, its error is logged and the loop continues", () => {
  const loop = failingLoop(new Error("bad luck"));
  const broken = new Error("no paper");
  loop.defaultExceptionHandler = () => {
    throw broken;
  };
  const log: string[] = [];
  loop.callSoon(() => log.push("goes on"));
  loop.runForever();
  expect(log).toEqual(["goes on"]);
  expect(consoleError.mock.calls).toEqual([["Exception in default exception handler", broken]]);
});

test("rule 5: a detail with a toString() that throws is logged by its class", () => {
  const loop = new VirtualLoop();
  const unshowable = {
    toString(): string {
      throw new Error("no text");
    },
  };
  loop.callExceptionHandler({ message: "lost", future: unshowable });
  expect(consoleError.mock.calls).toEqual([["lost\nfuture: an object of class Object"]]);
});

test("an exception handler can delegate to defaultExceptionHandler()", () => {
  const error = new Error("bad luck");
  const loop = failingLoop(error);
  loop.setExceptionHandler((source, context) => source.defaultExceptionHandler({ ...context, message: "Delegated" }));
  loop.runForever();
  expect(consoleError.mock.calls).toEqual([["Delegated\nhandle: <Handle function fails>", error]]);
});

test("the exception handler runs in the context of the reported handle, or else in the current context", () => {
  const name = new ContextVar<string>("name", { default: "root" });
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
  loop.callExceptionHandler({ message: "without a handle" });
  expect(seen).toEqual(["inside", "of the handle", "root"]);
  expect(name.get()).toBe("root");
});

// CPython: test_base_events.test_set_exc_handler_custom
test("getExceptionHandler() returns the handler that was set, and null after a reset to the default", () => {
  const loop = new VirtualLoop();
  const handler = (): void => {};
  expect(loop.getExceptionHandler()).toBeNull();
  loop.setExceptionHandler(handler);
  expect(loop.getExceptionHandler()).toBe(handler);
  loop.setExceptionHandler(null);
  expect(loop.getExceptionHandler()).toBeNull();
  loop.callExceptionHandler({ message: "to the console" });
  expect(consoleError.mock.calls).toEqual([["to the console"]]);
});
