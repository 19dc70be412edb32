import { EventEmitter, getEventListeners, once } from "node:events";
import { createServer } from "node:net";
import { fromEvent, fromPromise } from "@asyncio-ts/promise";
import { CancelledError, createTask, getRunningLoop, isFuture, run, sleep, TimeoutError, waitFor } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

function listeners(emitter: EventEmitter): number {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
}

// A page has only a stand-in for Node's events.
describe.skipIf(on("Chromium"))("fromEvent() of an EventTarget", () => {
  test("returns the next event, and listens from the call until then", function* () {
    const target = new EventTarget();
    const future = fromEvent(target, "ready");
    expect(isFuture(future)).toBe(true);
    expect(getEventListeners(target, "ready")).toHaveLength(1);
    const event = new Event("ready");
    getRunningLoop().callLater(10, () => {
      target.dispatchEvent(event);
      target.dispatchEvent(new Event("ready"));
    });
    expect(yield* future).toBe(event);
    expect(getEventListeners(target, "ready")).toHaveLength(0);
  });

  test("returns an event of the name error like any other", function* () {
    const target = new EventTarget();
    const future = fromEvent(target, "error");
    target.dispatchEvent(new Event("error"));
    expect((yield* future).type).toBe("error");
  });

  test("keeps an event that arrives between the call and the await", function* () {
    const { signal, abort } = ((controller) => ({ signal: controller.signal, abort: () => controller.abort() }))(new AbortController());
    const future = fromEvent(signal, "abort");
    abort();
    yield* sleep(10);
    expect((yield* future).target).toBe(signal);
  });
});

describe("fromEvent() of an EventEmitter", () => {
  test("returns the array of arguments, as events.once does", { host: true }, function* () {
    const emitter = new EventEmitter();
    const theirs = once(emitter, "data");
    const future = fromEvent(emitter, "data");
    emitter.emit("data", 1, "two", undefined);
    const ours = yield* future;
    expect(ours).toEqual([1, "two", undefined]);
    expect(ours).toEqual(yield* fromPromise(theirs));
    expect(listeners(emitter)).toBe(0);
  });

  test("throws the argument of an error event, whatever its type", function* () {
    for (const error of [new Error("bad luck"), "text", undefined]) {
      const emitter = new EventEmitter();
      const future = fromEvent(emitter, "data");
      emitter.emit("error", error);
      expect((yield* thrown(future)) === error).toBe(true);
      expect(listeners(emitter)).toBe(0);
    }
  });

  test("returns the arguments of an error event if that is the awaited name", function* () {
    const emitter = new EventEmitter();
    const future = fromEvent(emitter, "error");
    emitter.emit("error", new Error("expected"));
    expect(yield* future).toEqual([new Error("expected")]);
    expect(listeners(emitter)).toBe(0);
  });

  test("accepts a symbol as the name", function* () {
    const name = Symbol("data");
    const emitter = new EventEmitter();
    const future = fromEvent(emitter, name);
    emitter.emit(name, 1);
    expect(yield* future).toEqual([1]);
  });
});

// A page has only a stand-in for Node's events.
test.skipIf(on("Chromium")).each([
  ["an EventTarget", () => new EventTarget(), (target: object) => getEventListeners(target as EventTarget, "ready").length],
  ["an EventEmitter", () => new EventEmitter(), (emitter: object) => listeners(emitter as EventEmitter)],
])("fromEvent() removes the listeners of %s when the wait is cancelled, times out or is settled by hand", function* (_, make, count) {
  const source = make() as EventEmitter;
  const task = createTask(function* () {
    yield* fromEvent(source, "ready");
  });
  yield* sleep(1);
  expect(count(source)).toBeGreaterThan(0);
  task.cancel("enough");
  expect(count(source)).toBe(0);
  expect(yield* thrown(task)).toEqual(new CancelledError("enough"));

  expect(yield* thrown(waitFor(fromEvent(source, "ready"), 5))).toBeInstanceOf(TimeoutError);
  expect(count(source)).toBe(0);

  const settled = fromEvent(source, "ready");
  settled.setResult([]);
  const failed = fromEvent(source, "ready");
  failed.setException(new Error("by hand"));
  expect(count(source)).toBe(0);
  yield* settled;
  yield* thrown(failed);
});

plain("an event after the loop has closed is ignored and removes the listeners", () => {
  const emitter = new EventEmitter();
  const loop = new VirtualLoop();
  loop.setExceptionHandler(() => {});
  for (const name of ["data", "other"]) {
    loop.createTask(function* () {
      yield* fromEvent(emitter, name);
    });
  }
  loop.callSoon(() => loop.stop());
  loop.runForever();
  loop.close();
  expect(emitter.emit("data")).toBe(true);
  expect(emitter.listenerCount("data")).toBe(0);
  expect(emitter.emit("error", new Error("too late"))).toBe(true);
  expect(listeners(emitter)).toBe(0);
});

// A page does not have Node's servers.
plain.skipIf(on("Chromium"))("fromEvent() works with Node's net.Server", async () => {
  await run(function* () {
    const server = createServer();
    const listening = fromEvent(server, "listening");
    server.listen(0, "127.0.0.1");
    expect(yield* listening).toEqual([]);
    const closed = fromEvent(server, "close");
    server.close();
    yield* closed;
    const refused = fromEvent(createServer().listen(-0, "256.0.0.1"), "listening");
    expect(yield* thrown(refused)).toBeInstanceOf(Error);
  });
});

plain("fromEvent() throws a TypeError for a value that is neither", () => {
  expect(() => fromEvent({} as EventEmitter, "data")).toThrow(
    new TypeError("fromEvent: an EventTarget or an EventEmitter was expected, got an object of class Object"),
  );
});

test.each(["close", "error"])("fromEvent() stays quiet during an emission of %s that cancels the wait", function* (name) {
  const emitter = new EventEmitter();
  // Registered first, so that the emission reaches the future's listener after its removal.
  emitter.on(name, () => task.cancel());
  const task = createTask(function* () {
    yield* fromEvent(emitter, "close");
  });
  yield* sleep(1);
  expect(() => emitter.emit(name, new Error("late"))).not.toThrow();
  yield* sleep(1);
  expect(task.cancelled()).toBe(true);
  expect(listeners(emitter)).toBe(1);
});

plain("fromEvent() throws a TypeError for a source that cannot remove listeners, and for a name that is none", () => {
  const wrong: [unknown, unknown, string][] = [
    [{ on() {} }, "x", "an EventTarget or an EventEmitter was expected, got"],
    [{ addEventListener() {} }, "x", "an EventTarget or an EventEmitter was expected, got"],
    [new EventEmitter(), undefined, "a string or a symbol was expected as the event's name, got undefined"],
    [new EventTarget(), Symbol("x"), "a string was expected as the event's name, got Symbol(x)"],
  ];
  for (const [source, name, message] of wrong) {
    expect(() => fromEvent(source as never, name as never)).toThrow(`fromEvent: ${message}`);
  }
});

plain("a listener whose removal fails is reported, and the emission goes on", () => {
  const reports: string[] = [];
  const emitter = new EventEmitter();
  emitter.removeListener = () => {
    throw new Error("stuck");
  };
  run(
    function* () {
      const future = fromEvent(emitter, "x");
      expect(() => emitter.emit("x", 1)).not.toThrow();
      expect(yield* future).toEqual([1]);
    },
    { loop: reporting(reports) },
  );
  expect(reports).toEqual(["Exception in the removal of a listener of fromEvent"]);
});

function reporting(reports: string[]): VirtualLoop {
  const loop = new VirtualLoop();
  loop.setExceptionHandler((_, { message }) => reports.push(message));
  return loop;
}

test("fromEvent() of an emitter that emits at once leaves no listener", function* () {
  const emitter = new EventEmitter();
  emitter.on("newListener", (name: string, listener: (value: number) => void) => {
    if (name === "x") listener(1);
  });
  expect(yield* fromEvent(emitter, "x")).toEqual([1]);
  expect(emitter.listenerCount("x")).toBe(0);
});

test("fromEvent() ends cancelled if the source emits while its listener is removed", function* () {
  const emitter = new EventEmitter();
  emitter.on("removeListener", (name: string, listener: (value: number) => void) => {
    if (name === "x") listener(1);
  });
  const future = fromEvent(emitter, "x");
  future.cancel();
  expect(future.cancelled()).toBe(true);
});
