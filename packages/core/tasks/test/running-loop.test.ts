import {
  createTask,
  Future,
  getEventLoop,
  getRunningLoop,
  HostLoop,
  newEventLoop,
  setEventLoop,
  sleep,
  type Task,
} from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { EventEmitter } from "node:events";
import { afterEach, expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";

afterEach(() => setEventLoop(null));

// CPython: test_events.test_get_event_loop_returns_running_loop
test("getRunningLoop() outside a step throws even if a loop was set", () => {
  setEventLoop(new VirtualLoop());
  expect(() => getRunningLoop()).toThrow(new Error("no running event loop"));
});

// CPython: test_events.PolicyTests.test_get_event_loop_after_set_none
// CPython: test_events.test_get_event_loop_returns_running_loop
// CPython: test_events.test_get_event_loop_returns_running_loop2
test("getEventLoop() returns the running loop, else the loop that was set, else the process-wide loop", () => {
  const [set, running] = [new VirtualLoop(), new VirtualLoop()];
  const processWide = getEventLoop();
  setEventLoop(set);
  expect(getEventLoop()).toBe(set);
  expect(
    running.runUntilComplete(function* () {
      return [getEventLoop()];
    })[0],
  ).toBe(running);
  expect(getEventLoop()).toBe(set);
  setEventLoop(null);
  expect(getEventLoop()).toBe(processWide);
});

// CPython: test_events.PolicyTests.test_get_event_loop
test("getEventLoop() creates the process-wide HostLoop once, and a new one after it was closed", () => {
  const first = getEventLoop();
  expect(first).toBeInstanceOf(HostLoop);
  expect(getEventLoop()).toBe(first);
  first.close();
  const second = getEventLoop();
  expect(second).not.toBe(first);
  expect(second.isClosed()).toBe(false);
});

// CPython: test_events.PolicyTests.test_new_event_loop
test("newEventLoop() creates a new HostLoop each time and does not set it", () => {
  const before = getEventLoop();
  const loops = [newEventLoop(), newEventLoop()];
  expect(loops.every((loop) => loop instanceof HostLoop)).toBe(true);
  expect(loops[0]).not.toBe(loops[1]);
  expect(getEventLoop()).toBe(before);
  for (const loop of loops) loop.close();
});

// CPython: test_events.PolicyTests.test_set_event_loop
test("setEventLoop() throws TypeError for a value that is neither an event loop nor null", () => {
  expect(() => setEventLoop({} as never)).toThrow(
    new TypeError("setEventLoop: an event loop or null was expected, got an object of class Object"),
  );
  expect(() => setEventLoop(undefined as never)).toThrow(TypeError);
});

test("between two slices of a host loop getRunningLoop() throws, and getEventLoop() returns the loop that was set", async () => {
  const loop = new HostVirtualLoop();
  setEventLoop(loop);
  const seen: unknown[] = [];
  const work = loop.hostWork("a microtask of the host");
  queueMicrotask(() => {
    expect(() => getRunningLoop()).toThrow("no running event loop");
    seen.push(getEventLoop());
    work[Symbol.dispose]();
  });
  await loop.runUntilComplete(sleep(100));
  expect(seen).toEqual([loop]);
  loop.close();
});

test("createTask() in an EventEmitter's callback outside a run uses the process-wide loop", async () => {
  const emitter = new EventEmitter();
  const tasks: Task<string>[] = [];
  emitter.on("data", (text: string) => {
    const task = createTask(function* () {
      yield* sleep(0);
      return `got ${text}`;
    });
    tasks.push(task);
  });
  emitter.emit("data", "hello");
  expect(tasks[0]!.getLoop()).toBe(getEventLoop());
  expect(await tasks[0]).toBe("got hello");
});

// A page has no `setImmediate`.
test.skipIf(on("Chromium"))("createTask() in an EventEmitter's callback during a run uses the loop that was set", async () => {
  const emitter = new EventEmitter();
  const loop = new HostVirtualLoop();
  setEventLoop(loop);
  const results: string[] = [];
  const arrived = loop.createFuture<Task<void>[]>();
  emitter.on("data", (text: string) => {
    const task = createTask(function* () {
      yield* sleep(1000);
      results.push(`${text} at ${loop.time()}`);
    });
    arrived.setResult([task]);
  });
  setImmediate(() => emitter.emit("data", "hello"));
  using _work = loop.hostWork("an event");
  await loop.runUntilComplete(function* () {
    const [task] = yield* arrived;
    _work[Symbol.dispose]();
    yield* task!;
  });
  expect(results).toEqual(["hello at 1000"]);
  loop.close();
});

test("several host loops run concurrently, each with its own tasks and its own clock", async () => {
  const loops = [new HostVirtualLoop(), new HostVirtualLoop({ start: 500 })];
  const tasks = loops.map((loop, index) =>
    loop.createTask(function* () {
      for (let i = 0; i < 3; i++) {
        yield* sleep(100);
        expect(getRunningLoop()).toBe(loop);
      }
      return [index, loop.time()];
    }),
  );
  expect(await Promise.all(tasks)).toEqual([
    [0, 300],
    [1, 800],
  ]);
  for (const loop of loops) loop.close();
});

test("a future created for a loop belongs to it even while another loop is running", () => {
  const [mine, running] = [new VirtualLoop(), new VirtualLoop()];
  const future = running.runUntilComplete(function* () {
    return [new Future({ loop: mine }), mine.createFuture()];
  });
  expect(future.map((each) => each.getLoop())).toEqual([mine, mine]);
});
