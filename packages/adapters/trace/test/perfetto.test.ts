import { createTask, getRunningLoop, run, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { record, toPerfetto } from "@asyncio-ts/trace";
import { expect, test } from "vitest";
import { faultsOf } from "./trace-format.ts";
import { WorkingLoop } from "./working-loop.ts";

function* program() {
  console.debug("it begins");
  const child = createTask(
    function* () {
      try {
        yield* sleep(100);
      } finally {
        yield* sleep(10);
      }
    },
    { name: "child" },
  );
  createTask(sleep(30), { name: "sleeper" });
  getRunningLoop().callLater(5, function onTimer() {});
  getRunningLoop()
    .callLater(5000, () => {})
    .cancel();
  yield* sleep(0);
  yield* sleep(50);
  child.cancel();
  try {
    yield* child;
  } catch {}
}

test.each([
  ["a virtual clock", () => new VirtualLoop()],
  ["a clock that works", () => new WorkingLoop()],
])("toPerfetto() follows the rules of the format: %s", (_, newLoop) => {
  const loop = newLoop();
  const recording = record(loop);
  run(program, { loop });
  recording.stop();
  const { traceEvents, displayTimeUnit } = toPerfetto(recording);
  expect(faultsOf(traceEvents)).toEqual([]);
  expect(displayTimeUnit).toBe("ms");
  expect(JSON.parse(JSON.stringify(traceEvents))).toEqual(traceEvents);
});

test("each task has a track with its states, in milliseconds of the loop", () => {
  const loop = new VirtualLoop();
  const recording = record(loop);
  run(program, { loop });
  recording.stop();
  const { traceEvents } = toPerfetto(recording);
  const track = traceEvents.find(({ ph, name, args }) => ph === "M" && name === "thread_name" && args?.name === "child")!;
  const slices = traceEvents.filter(({ ph, tid }) => ph === "X" && tid === track.tid);
  expect(slices.map(({ name, ts }) => `${Math.round(ts / 1000)} ms ${name}`)).toEqual([
    "0 ms ready",
    "0 ms running",
    "0 ms waits for sleep",
    "50 ms cancelling: ready",
    "50 ms cancelling: running",
    "50 ms cancelling: waits for sleep",
    "60 ms cancelling: ready",
    "60 ms cancelling: running",
  ]);
  const instants = traceEvents.filter(({ ph }) => ph === "i").map(({ name }) => name);
  expect(instants).toContain("it begins");
  expect(instants).toContain("cancel requested");
});

test("a wake-up has an arrow from the waker to the woken task", () => {
  const loop = new VirtualLoop();
  const recording = record(loop);
  run(program, { loop });
  recording.stop();
  const { traceEvents } = toPerfetto(recording);
  const nameOf = (tid: number) => traceEvents.find((event) => event.name === "thread_name" && event.tid === tid)!.args!.name;
  const arrows = traceEvents
    .filter(({ ph }) => ph === "s")
    .map(({ id, name, tid }) => {
      const end = traceEvents.find((event) => event.ph === "f" && event.id === id)!;
      return `${nameOf(tid)} ${name} ${nameOf(end.tid)}`;
    });
  expect(arrows).toEqual([
    "Task-1 spawned child",
    "Task-1 spawned sleeper",
    "timers woken sleeper",
    "timers woken Task-1",
    "Task-1 woken child",
    "timers woken child",
    "child woken Task-1",
  ]);
});

test("toPerfetto() throws a clear error for other values than recordings", () => {
  expect(() => toPerfetto([] as never)).toThrow("toPerfetto: a recording was expected, got an array of 0");
});
