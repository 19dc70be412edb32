import { EventEmitter, getEventListeners } from "node:events";
import { BufferOverflowError, type BufferOptions, events } from "@asyncio-ts/promise";
import { dispose } from "@asyncio-ts/loop/lowlevel";
import * as lowlevel from "@asyncio-ts/sync/lowlevel";
import { CancelledError, createTask, forEach, gather, getRunningLoop, iterate, run, sleep, TimeoutError, waitFor } from "@asyncio-ts/tasks";
import { DeadlockError, VirtualLoop, virtually } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

function listeners(emitter: EventEmitter): number {
  return emitter.eventNames().reduce((sum, name) => sum + emitter.listenerCount(name), 0);
}

/** Reads all items, and appends the error that ends them. */
function* readAll(source: { next(): any }): Generator<any, unknown[], any> {
  const read: unknown[] = [];
  try {
    for (let result = yield* source.next(); !result.done; result = yield* source.next()) read.push(result.value[0]);
  } catch (error) {
    read.push(error);
  }
  return read;
}

test("events() of an emitter delivers all events since the call in order, as arrays of arguments", function* () {
  const emitter = new EventEmitter();
  const source = events(emitter, "data");
  emitter.emit("data", 1, "one");
  emitter.emit("data", 2);
  getRunningLoop().callLater(10, () => emitter.emit("data", 3));
  const read: unknown[] = [];
  yield* forEach(source, function* (args) {
    read.push(args);
    return args[0] === 3 ? forEach.stop : undefined;
  });
  expect(read).toEqual([[1, "one"], [2], [3]]);
  expect(listeners(emitter)).toBe(0);
});

// A page has only a stand-in for Node's events.
test.skipIf(on("Chromium"))("events() of a target delivers the Event objects unchanged", function* () {
  const target = new EventTarget();
  const source = events(target, "tick");
  const sent = [new Event("tick"), new Event("tick")];
  for (const event of sent) target.dispatchEvent(event);
  const read: Event[] = [];
  const it = iterate(source);
  while (read.length < 2 && (yield* it.next())) read.push(it.value);
  yield* it.close();
  expect(read).toEqual(sent);
  expect(getEventListeners(target, "tick")).toHaveLength(0);
});

describe("events() removes its listeners", () => {
  const exits: [string, (emitter: EventEmitter) => Generator<any, unknown, any>][] = [
    [
      "when the body stops",
      (emitter) =>
        forEach(events(emitter, "data"), function* () {
          return forEach.stop;
        }),
    ],
    [
      "when the body throws",
      (emitter) =>
        thrown(
          forEach(events(emitter, "data"), function* () {
            throw new Error("bad luck");
          }),
        ),
    ],
    [
      "when the reader is cancelled",
      function* (emitter) {
        yield* thrown(
          waitFor(
            forEach(events(emitter, "other"), function* () {}),
            20,
          ),
        );
      },
    ],
    [
      "when the source is disposed, even if it was never read",
      function* (emitter) {
        const source = events(emitter, "data");
        expect(listeners(emitter)).toBe(2);
        source[Symbol.dispose]();
        source[Symbol.dispose]();
      },
    ],
    [
      "when an error event arrives",
      function* (emitter) {
        const source = events(emitter, "data");
        emitter.emit("error", new Error("bad luck"));
        expect(listeners(emitter)).toBe(0);
        yield* thrown(source.next());
      },
    ],
  ];
  test.each(exits)("%s", function* (_, exit) {
    const emitter = new EventEmitter();
    getRunningLoop().callLater(1, () => emitter.emit("data", 1));
    yield* exit(emitter);
    expect(listeners(emitter)).toBe(0);
  });
});

test.each([[new Error("bad luck")], ["text"], [undefined]])(
  "an error event of an emitter is thrown once and unchanged, after all earlier events: %s",
  function* (error) {
    const emitter = new EventEmitter();
    const source = events(emitter, "data");
    emitter.emit("data", 1);
    emitter.emit("error", error);
    expect(yield* readAll(source)).toEqual([1, error]);
    expect(yield* source.next()).toEqual({ done: true, value: undefined });
  },
);

test("events() of the name error delivers error events as items", function* () {
  const emitter = new EventEmitter();
  const source = events(emitter, "error");
  emitter.emit("error", "not thrown");
  expect(yield* source.next()).toEqual({ done: false, value: ["not thrown"] });
  yield* source.return();
});

describe("the buffer of events()", () => {
  const read = (count: number, options: BufferOptions, name = "data") =>
    virtually(function* () {
      const emitter = new EventEmitter();
      const source = events(emitter, name, options);
      for (let i = 0; i < count; i++) emitter.emit(name, i);
      const isOpen = listeners(emitter) > 0;
      if (isOpen) getRunningLoop().callLater(1, () => emitter.emit("error", "end"));
      return [...(yield* readAll(source)), isOpen];
    })();

  // A page has only a stand-in for Node's events.
  plain.skipIf(on("Chromium"))("throws after the buffered events by default when it overflows, and removes the listeners", () => {
    const [zero, one, error, isOpen] = read(3, { buffer: 2 });
    expect([zero, one, isOpen]).toEqual([0, 1, false]);
    expect(error).toBeInstanceOf(BufferOverflowError);
    expect((error as Error).message).toBe(
      'events: "data" of an object of class EventEmitter overflowed its buffer of 2 events; ' +
        "read faster, raise `buffer`, or choose which events to drop with `overflow`",
    );
  });

  plain("holds 1,024 events by default", () => {
    expect(read(1024, {})).toHaveLength(1026);
    expect(read(1024, {}).at(-2)).toBe("end");
    expect(read(1025, {}).at(-2)).toBeInstanceOf(BufferOverflowError);
  });

  plain("drops the oldest or the newest event when full, or grows, as `overflow` says", () => {
    expect(read(5, { buffer: 2, overflow: "dropOldest" })).toEqual([3, 4, "end", true]);
    expect(read(5, { buffer: 2, overflow: "dropNewest" })).toEqual([0, 1, "end", true]);
    expect(read(5000, { overflow: "unbounded" })).toHaveLength(5002);
  });

  test("does not overflow while the reader keeps up", function* () {
    const emitter = new EventEmitter();
    const source = events(emitter, "data", { buffer: 1 });
    const reading = createTask(readAll(source));
    for (let i = 0; i < 5; i++) {
      yield* sleep(1);
      emitter.emit("data", i);
    }
    yield* sleep(1);
    source[Symbol.dispose]();
    expect(yield* reading).toEqual([0, 1, 2, 3, 4]);
  });

  plain.each([{ buffer: 0 }, { buffer: 1.5 }, { buffer: Number.NaN }, { overflow: "drop" as never }])(
    "throws a RangeError for invalid options: %s",
    (options) => {
      const emitter = new EventEmitter();
      expect(() => events(emitter, "data", options)).toThrow(RangeError);
      expect(listeners(emitter)).toBe(0);
    },
  );
});

test("a cancelled read loses no event, even if it was already woken", function* () {
  const emitter = new EventEmitter();
  const source = events(emitter, "data");
  const first = createTask(source.next());
  const second = createTask(source.next());
  yield* sleep(1);
  emitter.emit("data", 1);
  first.cancel();
  expect(yield* thrown(first)).toBeInstanceOf(CancelledError);
  expect(yield* second).toEqual({ done: false, value: [1] });
  expect(yield* thrown(waitFor(source.next(), 1))).toBeInstanceOf(TimeoutError);
  emitter.emit("data", 2);
  expect(yield* source.next()).toEqual({ done: false, value: [2] });
  source[Symbol.dispose]();
});

test("several readers get one event each, in the order of their reads", function* () {
  const emitter = new EventEmitter();
  const source = events(emitter, "data");
  const readers = gather(...[1, 2, 3].map(() => source.next()));
  yield* sleep(1);
  for (const n of [1, 2, 3]) emitter.emit("data", n);
  expect((yield* readers).map((result) => result.value)).toEqual([[1], [2], [3]]);
  const waiting = createTask(source.next());
  yield* sleep(1);
  yield* source.return();
  expect(yield* waiting).toEqual({ done: true, value: undefined });
});

// A page has only a stand-in for Node's events.
plain.skipIf(on("Chromium"))("a deadlock report names the event and the emitter", () => {
  const error = (() => {
    try {
      run(() => events(new EventEmitter(), "data").next(), { loop: new VirtualLoop() });
    } catch (thrown) {
      return thrown as Error;
    }
    return null;
  })();
  expect(error).toBeInstanceOf(DeadlockError);
  expect(error!.message).toContain('<Events "data" of an object of class EventEmitter waiting=0>');
});

plain("an event after the loop has closed throws nothing", () => {
  const emitter = new EventEmitter();
  const loop = new VirtualLoop();
  loop.setExceptionHandler(() => {});
  const source = events(emitter, "data");
  loop.createTask(source.next());
  loop.callSoon(() => loop.stop());
  loop.runForever();
  loop.close();
  expect(emitter.emit("data", 1)).toBe(true);
  source[Symbol.dispose]();
  expect(listeners(emitter)).toBe(0);
});

plain("BufferOverflowError is the class that sync exports", () => {
  expect(BufferOverflowError).toBe(lowlevel.BufferOverflowError);
});

test.each(["x", "error"])("events() delivers nothing of an emission of %s that closes the source", function* (name) {
  const emitter = new EventEmitter();
  // Registered first, so that the emission reaches the source's listener after its removal.
  emitter.on(name, () => source[dispose]());
  const source = events(emitter, "x");
  emitter.emit(name, new Error("late"));
  expect(yield* source.next()).toEqual({ done: true, value: undefined });
});

plain("events() throws a TypeError for options that are not an object", () => {
  expect(() => events(new EventEmitter(), "x", null as never)).toThrow(
    new TypeError("events: an object of options was expected, got null"),
  );
});
