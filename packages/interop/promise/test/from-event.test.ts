import { EventEmitter, getEventListeners, once } from "node:events";
import { createServer } from "node:net";
import { fromEvent } from "@asyncio-ts/promise";
import { CancelledError, createTask, getRunningLoop, isFuture, run, sleep, TimeoutError, waitFor } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { describe, expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

function listeners(emitter: EventEmitter): number {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
}

describe("of an EventTarget", () => {
  // A page has only a stand-in for Node's events.
  test.skipIf(on("Chromium"))("gives the event, and listens from the call until then", () => {
    virtually(function* () {
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
  });

  test("an event of the name error is an event like any other", () => {
    virtually(function* () {
      const target = new EventTarget();
      const future = fromEvent(target, "error");
      target.dispatchEvent(new Event("error"));
      expect((yield* future).type).toBe("error");
    });
  });

  test("what comes between the call and the wait is not lost", () => {
    virtually(function* () {
      const { signal, abort } = ((controller) => ({ signal: controller.signal, abort: () => controller.abort() }))(new AbortController());
      const future = fromEvent(signal, "abort");
      abort();
      yield* sleep(10);
      expect((yield* future).target).toBe(signal);
    });
  });
});

describe("of an EventEmitter", () => {
  test("gives the array of arguments, as events.once does", async () => {
    const emitter = new EventEmitter();
    const theirs = once(emitter, "data");
    const ours = virtually(function* () {
      const future = fromEvent(emitter, "data");
      emitter.emit("data", 1, "two", undefined);
      return yield* future;
    });
    expect(ours).toEqual([1, "two", undefined]);
    expect(ours).toEqual(await theirs);
    expect(listeners(emitter)).toBe(0);
  });

  test("an error event is the exception, whatever it is", () => {
    virtually(function* () {
      for (const error of [new Error("bad luck"), "text", undefined]) {
        const emitter = new EventEmitter();
        const future = fromEvent(emitter, "data");
        emitter.emit("error", error);
        expect((yield* thrown(future)) === error).toBe(true);
        expect(listeners(emitter)).toBe(0);
      }
    });
  });

  test("unless it is the one that is waited for", () => {
    virtually(function* () {
      const emitter = new EventEmitter();
      const future = fromEvent(emitter, "error");
      emitter.emit("error", new Error("expected"));
      expect(yield* future).toEqual([new Error("expected")]);
      expect(listeners(emitter)).toBe(0);
    });
  });

  test("the name may be a symbol", () => {
    virtually(function* () {
      const name = Symbol("data");
      const emitter = new EventEmitter();
      const future = fromEvent(emitter, name);
      emitter.emit(name, 1);
      expect(yield* future).toEqual([1]);
    });
  });
});

// A page has only a stand-in for Node's events.
test.skipIf(on("Chromium")).each([
  ["an EventTarget", () => new EventTarget(), (target: object) => getEventListeners(target as EventTarget, "ready").length],
  ["an EventEmitter", () => new EventEmitter(), (emitter: object) => listeners(emitter as EventEmitter)],
])("the listeners of %s go when the wait is cancelled, runs out of time, or is settled by hand", (_, make, count) => {
  virtually(function* () {
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
});

test("an event after the loop has closed is let be, and the listeners go", () => {
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
test.skipIf(on("Chromium"))("Node's own server", async () => {
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

test("what is neither is refused", () => {
  expect(() => fromEvent({} as EventEmitter, "data")).toThrow(
    new TypeError("fromEvent: an EventTarget or an EventEmitter was expected, got an object of class Object"),
  );
});
