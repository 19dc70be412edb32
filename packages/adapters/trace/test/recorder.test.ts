import { createTask, run, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { record, statesOf } from "@asyncio-ts/trace";
import { expect, test } from "vitest";
import { WorkingLoop } from "./working-loop.ts";

test("the times of events never go back, also where the clock is not read in each step", () => {
  const loop = new WorkingLoop();
  const recording = record(loop);
  run(
    function* () {
      for (let i = 0; i < 1000; i++) {
        loop.work(i % 100 === 0 ? 5 : 0.0001);
        yield* sleep(0);
      }
    },
    { loop },
  );
  const times = recording.events.map(({ time }) => time);
  expect(times.length).toBeGreaterThan(3000);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(times.at(-1)).toBeCloseTo(loop.time(), 6);
});

test("the clock is read once in 64 short steps that end with a bare yield", () => {
  const readsOf = (loop: WorkingLoop): number => {
    run(
      function* () {
        for (let i = 0; i < 6400; i++) yield* sleep(0);
      },
      { loop },
    );
    return loop.reads;
  };
  const loop = new WorkingLoop();
  record(loop);
  const reads = readsOf(loop) - readsOf(new WorkingLoop());
  expect(reads).toBeGreaterThanOrEqual(100);
  expect(reads).toBeLessThan(120);
});

test("an event in a short step stands between the begin and the end of the step, which shares its time with the steps before", () => {
  const loop = new WorkingLoop();
  const recording = record(loop, { console: false });
  run(
    function* () {
      for (let i = 0; i < 200; i++) {
        loop.work(0.0001);
        if (i % 10 === 9) loop.callLater(1000, () => {}).cancel();
        yield* sleep(0);
      }
    },
    { loop },
  );
  const { ended, events } = recording;
  const steps = statesOf(events, ended).filter(({ state, unit }) => state === "running" && unit.name === "Task-1");
  const timers = events.flatMap(({ kind }, at) => (kind === "timerSet" ? [at] : []));
  const around = timers.map((at) => steps.find(({ first, last }) => first < at && at < last));
  expect(around).toHaveLength(20);
  for (const step of around) expect(step!.to - step!.from).toBeCloseTo(0.0001, 6);
});

test("an eager step stands inside its creator's step", () => {
  const loop = new VirtualLoop();
  const recording = record(loop);
  run(
    function* () {
      createTask(sleep(0), { name: "eager", eagerStart: true });
      yield* sleep(5);
    },
    { loop },
  );
  const steps = recording.events.filter(({ kind }) => kind.startsWith("step")).map(({ kind, unit }) => `${unit?.name} ${kind}`);
  expect(steps.slice(0, 4)).toEqual(["Task-1 stepBegan", "eager stepBegan", "eager stepEnded", "Task-1 stepEnded"]);
});
