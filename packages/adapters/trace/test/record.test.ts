import { createTask, Future, gather, getRunningLoop, run, sleep } from "@asyncio-ts/tasks";
import { Lock } from "@asyncio-ts/sync";
import { VirtualLoop } from "@asyncio-ts/testing";
import { record, Recording, type StateSpan, statesOf, type TraceEvent } from "@asyncio-ts/trace";
import { expect, test, vi } from "vitest";
import { WorkingLoop } from "./working-loop.ts";

const loops = [
  ["a virtual clock", () => new VirtualLoop()],
  ["a clock that works", () => new WorkingLoop()],
] as const;

/** The events of one task as text, without times. */
function lifeOf(events: readonly TraceEvent[], name: string): string[] {
  return events
    .filter(({ unit }) => unit?.name === name)
    .map(({ kind, on }) => (kind === "parked" ? `parked on ${on?.name ?? "nothing"}` : kind));
}

test.each(loops)("the events of a task are its life, with the awaited objects: %s", (_, newLoop) => {
  const loop = newLoop();
  const recording = record(loop);
  run(
    function* () {
      const lock = new Lock();
      yield* lock.acquire();
      const answer = new Future<void>();
      const child = createTask(
        function* () {
          yield* sleep(0);
          yield* sleep(10);
          yield* answer;
          yield* lock.acquire();
        },
        { name: "child" },
      );
      yield* sleep(20);
      answer.setResult();
      yield* sleep(20);
      lock.release();
      yield* child;
    },
    { loop },
  );
  const step = (...wait: string[]) => ["stepBegan", "stepEnded", ...wait];
  expect(lifeOf(recording.events, "child")).toEqual([
    "spawned",
    ...step("parked on nothing"),
    ...step("parked on sleep"),
    "woken",
    ...step("parked on Future 1"),
    "woken",
    ...step("parked on Lock 1"),
    "woken",
    ...step(),
    "finished",
  ]);
});

test("statesOf() returns the stretches of each task, with the awaited object, the waker and the indexes of their events", () => {
  const loop = new VirtualLoop();
  const recording = record(loop);
  run(
    function* () {
      const child = createTask(sleep(10), { name: "child" });
      yield* sleep(5);
      child.cancel();
      yield* sleep(5);
    },
    { loop },
  );
  const { ended, events } = recording;
  const spans = statesOf(events, ended).filter(({ unit }) => unit.name === "child");
  const textOf = ({ by, from, isCancelling, on, state, to }: StateSpan) =>
    `${from}–${to} ${isCancelling ? "cancelling " : ""}${state}${on === null ? "" : ` on ${on.name}`}${by === null ? "" : ` by ${by.name}`}`;
  expect(spans.map(textOf)).toEqual([
    "0–0 ready by Task-1",
    "0–0 running",
    "0–5 waiting on sleep",
    "5–5 cancelling ready by Task-1",
    "5–5 cancelling running",
  ]);
  for (const [i, { first, last }] of spans.entries()) {
    expect(events[first]?.unit?.name).toBe("child");
    expect(spans[i + 1]?.first ?? last).toBeGreaterThanOrEqual(last);
  }
});

test("a task that a done future has woken was woken by the callbacks of a future", () => {
  const loop = new VirtualLoop();
  const recording = record(loop);
  run(
    function* () {
      yield* gather(sleep(1), sleep(2));
    },
    { loop },
  );
  const causes = recording.events.filter(({ kind }) => kind === "woken").map(({ by }) => by?.name);
  expect(new Set(causes)).toEqual(new Set(["sleep", "callbacks of a future"]));
});

test("each event names the unit that caused it", () => {
  const loop = new VirtualLoop();
  const recording = record(loop);
  run(
    function* main() {
      const child = createTask(sleep(10), { name: "child" });
      yield* child;
    },
    { loop },
  );
  const causes = recording.events.filter(({ kind, time }) => (kind === "spawned" ? time < 10 : kind === "woken"));
  expect(causes.map(({ kind, unit, by }) => `${unit?.name} ${kind} by ${by?.name ?? "the host"}`)).toEqual([
    "Task-1 spawned by the host",
    "child spawned by Task-1",
    "child woken by sleep",
    "Task-1 woken by child",
  ]);
});

test("tasks have names, parents, places and outcomes", () => {
  const loop = new VirtualLoop();
  const recording = record(loop);
  run(
    function* () {
      function* fail() {
        throw new Error("no disk");
      }
      const failed = createTask(fail(), { name: "fails" });
      const cancelled = createTask(sleep(1000), { name: "sleeps" });
      yield* sleep(10);
      expect(failed.exception()).toBeInstanceOf(Error);
      cancelled.cancel();
      yield* sleep(10);
      const waiting = recording.tasks[0]!;
      expect(waiting).toMatchObject({ state: "pending", finished: null, cancelling: 0 });
    },
    { loop },
  );
  const tasks = recording.tasks.map(({ name, parent, state, spawned, finished }) => [name, parent?.name, state, spawned, finished]);
  // The end of a run has tasks of its own.
  expect(tasks.slice(0, 3)).toEqual([
    ["Task-1", undefined, "finished", 0, 20],
    ["fails", "Task-1", "failed", 0, 0],
    ["sleeps", "Task-1", "cancelled", 0, 10],
  ]);
  expect(recording.tasks[1]!.place).toMatch(/record\.test\.ts:\d+:\d+/);
});

test("a waiting task names its awaited object and its stack", () => {
  const loop = new VirtualLoop();
  const recording = record(loop);
  run(
    function* () {
      const answer = new Future<void>();
      function* connect() {
        yield* answer;
      }
      const task = createTask(connect(), { name: "client" });
      yield* sleep(1);
      const client = recording.tasks.find(({ name }) => name === "client")!;
      expect(client.waitsFor?.name).toBe("Future 1");
      expect(client.stack[0]).toMatch(/^connect \(/);
      answer.setResult();
      yield* task;
    },
    { loop },
  );
});

test("tasks that are older than the recording have no place, and their events are recorded", () => {
  const loop = new VirtualLoop();
  let recording: Recording | undefined;
  run(
    function* () {
      const old = createTask(sleep(10), { name: "old" });
      yield* sleep(0);
      recording = record(loop);
      yield* old;
    },
    { loop },
  );
  const old = recording!.tasks.find(({ name }) => name === "old");
  expect(old).toMatchObject({ place: null, spawned: null, state: "finished" });
});

test("a recording keeps the latest events, and a bounded number of tasks", () => {
  const loop = new VirtualLoop();
  const recording = record(loop, { capacity: 64 });
  run(
    function* () {
      for (let i = 0; i < 1000; i++) yield* createTask(sleep(0), { name: `child ${i}` });
    },
    { loop },
  );
  expect(recording.events.length).toBeLessThanOrEqual(3 * 64);
  expect(recording.events.some(({ unit }) => unit?.name === "child 999")).toBe(true);
  expect(recording.tasks.length).toBeLessThanOrEqual(64);
  expect(recording.lost).toBeGreaterThan(1000);
});

test.each([100, 110, 125, 150, 200])("every task with an event in the recording keeps its name, after %i tasks", (count) => {
  const loop = new VirtualLoop();
  const recording = record(loop, { capacity: 64 });
  run(
    function* () {
      for (let i = 0; i < count; i++) createTask(function* () {}, { name: `child ${i}` });
      yield* sleep(0);
    },
    { loop },
  );
  const names = new Set(recording.events.flatMap(({ unit }) => (unit?.kind === "task" ? [unit.name] : [])));
  expect([...names].filter((name) => !name.startsWith("child")).length).toBeLessThan(5);
  expect(recording.tasks.map(({ name }) => name)).toEqual(expect.arrayContaining([...names]));
});

test("record() throws for a closed loop", () => {
  const loop = new VirtualLoop();
  loop.close();
  expect(() => record(loop)).toThrow("Event loop is closed");
});

test("console lines are events of the running task, and the console writes them as before", () => {
  const written = vi.spyOn(console, "log").mockImplementation(() => {});
  const original = console.log;
  const loop = new VirtualLoop();
  const recording = record(loop);
  run(
    function* () {
      yield* sleep(5);
      console.log("hello", 1);
    },
    { loop },
  );
  recording.stop();
  expect(console.log).toBe(original);
  console.log("afterwards");
  expect(written.mock.calls).toEqual([["hello", 1], ["afterwards"]]);
  const lines = recording.events.filter(({ kind }) => kind === "console");
  expect(lines).toMatchObject([{ text: "hello 1", time: 5, unit: { name: "Task-1" } }]);
  written.mockRestore();
});

test("a disposed recording observes nothing more, and its events stay", () => {
  const loop = new VirtualLoop();
  const recording = record(loop, { console: false });
  run(
    function* () {
      yield* sleep(1);
      recording[Symbol.dispose]();
      recording.stop();
      yield* sleep(1000);
    },
    { loop },
  );
  expect(recording.ended).toBe(1);
  expect(recording.events.at(-1)?.time).toBeLessThanOrEqual(1);
});

test.each([0, 1, 2, 70])("a cancellation that is taken back is an event, also after %i short steps", (turns) => {
  const loop = new VirtualLoop();
  const recording = record(loop);
  run(
    function* () {
      const task = createTask(function* stubborn() {
        try {
          yield* sleep(1000);
        } catch {
          for (let i = 0; i < turns; i++) yield* sleep(0);
          task.uncancel();
        }
        yield* sleep(0);
      });
      yield* sleep(1);
      task.cancel();
      yield* task;
    },
    { loop },
  );
  expect(recording.events.filter(({ kind }) => kind.endsWith("cancelled")).map(({ kind }) => kind)).toEqual(["cancelled", "uncancelled"]);
});

test.each([
  [() => record({} as never), "record: an event loop was expected, got an object of class Object"],
  [() => record(new VirtualLoop(), 1 as never), "record: an object of options was expected, got 1"],
  [() => record(new VirtualLoop(), { capacity: 0 }), "record: a capacity between 1 and 16777216 events was expected, got 0"],
  [() => record(new VirtualLoop(), { console: "no" as never }), 'record: a boolean as console was expected, got "no"'],
  [() => statesOf([{ time: 1 }] as never, 1), "statesOf: an array of events of a recording was expected, got an array of 1"],
])("wrong arguments of record() have clear errors: %#", (call, message) => {
  expect(call).toThrow(message);
});

test("a loop with a recording takes the same steps at the same times as one without", () => {
  const times = (loop: VirtualLoop) =>
    run(
      function* () {
        yield* sleep(3);
        const handle = getRunningLoop().callLater(5, () => {});
        yield* sleep(2);
        return [getRunningLoop().time(), handle.when()];
      },
      { loop },
    );
  const loop = new VirtualLoop();
  record(loop);
  expect(times(loop)).toEqual(times(new VirtualLoop()));
});
