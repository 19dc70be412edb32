import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test as plain } from "vitest";
import { addSignalHandler, removeSignalHandler, type SignalName } from "@asyncio-ts/node";
import { VirtualLoop } from "@asyncio-ts/testing";
import { child } from "@asyncio-ts/test-helpers/child";
import { ContextVar, Event, getRunningLoop, newEventLoop, run, sleep } from "asyncio-ts";
import { test } from "./host-test.ts";

const listeners = (signal: SignalName) => process.listenerCount(signal);
const raise = (signal: SignalName) => process.kill(process.pid, signal);

test("addSignalHandler() calls its callback with the arguments, in a step of the loop and in the context of the call", function* () {
  const loop = getRunningLoop();
  const variable = new ContextVar<string>("variable");
  variable.set("of the caller");
  const calls: unknown[] = [];
  const called = new Event();
  addSignalHandler(
    "SIGUSR2",
    (...args) => {
      calls.push([args, getRunningLoop() === loop, variable.get()]);
      called.set();
    },
    1,
    "two",
  );
  variable.set("later");
  raise("SIGUSR2");
  yield* called.wait();
  expect(calls).toEqual([[[1, "two"], true, "of the caller"]]);
});

// CPython: test_unix_events.SelectorEventLoopSignalTests.test_add_signal_handler
test("a second handler for a signal replaces the first", function* () {
  const calls: string[] = [];
  const called = new Event();
  addSignalHandler("SIGUSR2", () => calls.push("first"));
  addSignalHandler("SIGUSR2", () => {
    calls.push("second");
    called.set();
  });
  expect(listeners("SIGUSR2")).toBe(1);
  raise("SIGUSR2");
  yield* called.wait();
  expect(calls).toEqual(["second"]);
});

// CPython: test_unix_events.SelectorEventLoopSignalTests.test_check_signal
test("addSignalHandler() and removeSignalHandler() refuse a signal that does not exist", function* () {
  for (const handle of [(signal: never) => addSignalHandler(signal, () => {}), (signal: never) => removeSignalHandler(signal)]) {
    expect(() => handle("SIGNONE" as never)).toThrow(RangeError);
    expect(() => handle("toString" as never)).toThrow('such as "SIGTERM", got "toString"');
    expect(() => handle(15 as never)).toThrow(TypeError);
  }
});

// CPython: test_unix_events.SelectorEventLoopSignalTests.test_add_signal_handler_coroutine_error
test("addSignalHandler() refuses coroutine functions, coroutines and async functions", function* () {
  const coroutine = sleep(1);
  for (const callback of [function* () {}, async () => {}, coroutine, undefined]) {
    expect(() => addSignalHandler("SIGUSR2", callback as never)).toThrow("addSignalHandler: a plain function");
  }
  coroutine.return();
  expect(listeners("SIGUSR2")).toBe(0);
});

// CPython: test_unix_events.SelectorEventLoopSignalTests.test_add_signal_handler_install_error2
test("addSignalHandler() refuses the signals that cannot be caught", function* () {
  expect(() => addSignalHandler("SIGKILL", () => {})).toThrow("addSignalHandler: SIGKILL cannot be caught");
  expect(() => addSignalHandler("SIGSTOP", () => {})).toThrow("SIGSTOP cannot be caught");
});

// CPython: test_unix_events.SelectorEventLoopSignalTests.test_remove_signal_handler
test("removeSignalHandler() returns whether there was a handler", function* () {
  addSignalHandler("SIGUSR2", () => {});
  addSignalHandler("SIGHUP", () => {});
  expect(removeSignalHandler("SIGUSR2")).toBe(true);
  expect(removeSignalHandler("SIGUSR2")).toBe(false);
  expect([listeners("SIGUSR2"), listeners("SIGHUP")]).toEqual([0, 1]);
});

// CPython: test_unix_events.SelectorEventLoopSignalTests.test_close
plain("a loop that closes removes its handlers, and only its own", async () => {
  const other = newEventLoop();
  await other.runUntilComplete(function* () {
    addSignalHandler("SIGUSR2", () => {});
  });
  await run(function* () {
    addSignalHandler("SIGUSR2", () => {});
    addSignalHandler("SIGHUP", () => {});
    expect([listeners("SIGUSR2"), listeners("SIGHUP")]).toEqual([2, 1]);
  });
  expect([listeners("SIGUSR2"), listeners("SIGHUP")]).toEqual([1, 0]);
  other.close();
  expect(listeners("SIGUSR2")).toBe(0);
});

plain("addSignalHandler() refuses a loop that owns its thread", () => {
  const main = function* () {
    addSignalHandler("SIGUSR2", () => {});
  };
  expect(() => run(main, { loop: new VirtualLoop() })).toThrow("addSignalHandler: a loop of the host was expected");
});

// CPython: test_unix_events.SelectorEventLoopSignalTests.test_add_signal_handler_setup_error
plain("addSignalHandler() refuses a worker thread, which gets no signals", async () => {
  const program = `import("@asyncio-ts/node").then(({ addSignalHandler }) => addSignalHandler("SIGUSR2", () => {}))`;
  const worker = new Worker(program, { eval: true });
  const [error] = (await once(worker, "error")) as [Error];
  expect(error.message).toBe("addSignalHandler: signals arrive in the main thread only");
});

test("a handler for SIGINT takes the signal from run(), until it is removed", function* () {
  const called = new Event();
  addSignalHandler("SIGINT", () => called.set());
  raise("SIGINT");
  yield* called.wait();
  expect(removeSignalHandler("SIGINT")).toBe(true);
});

plain("a program that waits for nothing but a signal stays alive, and a removed handler restores the signal's effect", async () => {
  const program = `
    import { addSignalHandler, removeSignalHandler } from "@asyncio-ts/node";
    import { Event, run } from "asyncio-ts";
    await run(function* () {
      const stop = new Event();
      addSignalHandler("SIGTERM", () => stop.set());
      setTimeout(() => process.kill(process.pid, "SIGTERM"), 20).unref();
      yield* stop.wait();
      console.log("stopped");
      removeSignalHandler("SIGTERM");
      process.kill(process.pid, "SIGTERM");
      yield* new Event().wait();
    });
  `;
  expect(await child(program, new URL("..", import.meta.url))).toEqual({ code: null, out: "stopped\n", err: "" });
});
