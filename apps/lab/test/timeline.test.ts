import { expect, test } from "vitest";
import { describeView, viewOf } from "../src/timeline/task-view.ts";
import { Timeline } from "../src/timeline/timeline.ts";
import { recordRun } from "../src/worker/record-run.ts";
import type { RunRecord } from "../src/protocol/run-record.ts";
import type { Intervention } from "../src/protocol/run-request.ts";

const ignored = { began() {}, ended() {}, step() {}, stopped() {} };

function recorded(source: string, options: { schedule?: string; interventions?: readonly Intervention[] } = {}): Promise<RunRecord> {
  const { interventions = [], schedule = null } = options;
  return recordRun({ kind: "run", source, schedule, interventions, maxSteps: 1000, announceSteps: false }, ignored);
}

const kitchen = `
import { createTask, Lock, run, sleep, type Coroutine } from "asyncio-ts";

const hob = new Lock();
function* cook(ms: number): Coroutine<void> {
  using _ = yield* hob.acquire();
  yield* sleep(ms);
}
await run(function* main() {
  const tasks = [createTask(cook(100), { name: "coffee" }), createTask(cook(50), { name: "eggs" })];
  for (const task of tasks) yield* task;
});
`;

/** Returns the states of the tasks at a time, in words. */
function statesAt(timeline: Timeline, time: number): string[] {
  const { axis, lanes, record } = timeline;
  const next = record.events.findIndex((event) => event.time > time);
  const applied = next < 0 ? record.events.length : axis.eventsAt((axis.xs[next - 1]! + axis.xs[next]!) / 2);
  return record.tasks.map((task) => `${task.name} ${describeView(viewOf(lanes.get(task.id)!, applied))}`);
}

test("a timeline knows the state of each task at any time", async () => {
  const timeline = new Timeline(await recorded(kitchen));
  expect(statesAt(timeline, 0)).toEqual(["Task-1 waits for coffee", "coffee waits for sleep", "eggs waits for Lock 1"]);
  expect(statesAt(timeline, 100)).toEqual(["Task-1 waits for eggs", "coffee has finished", "eggs waits for sleep"]);
  expect(statesAt(timeline, 150)).toEqual(["Task-1 has finished", "coffee has finished", "eggs has finished"]);
});

test("a task runs from the very event that begins its step, and waits from the very event that parks it", async () => {
  const { lanes, record } = new Timeline(await recorded(kitchen));
  const changes = record.events.flatMap(({ kind, unit }, at) => {
    if (unit?.kind !== "task" || !["stepBegan", "parked", "woken"].includes(kind)) return [];
    const [before, after] = [at, at + 1].map((applied) => viewOf(lanes.get(unit.id)!, applied).state);
    return [kind === "parked" ? `${kind}: ${after}` : `${kind}: ${before}, ${after}`];
  });
  expect(new Set(changes)).toEqual(new Set(["stepBegan: ready, running", "parked: waiting", "woken: waiting, ready"]));
});

test("an arrow leads from the last task of a group to the task that waits for the group", async () => {
  const { links, record } = new Timeline(
    await recorded(`
      import { run, sleep, taskGroup } from "asyncio-ts";
      await run(taskGroup(function* (group) {
        group.createTask(sleep(1), { name: "first" });
        group.createTask(sleep(2), { name: "last" });
      }));`),
  );
  const woken = links.filter(({ kind }) => kind === "woken").map(({ from, to }) => [from, to]);
  expect(woken).toEqual([[record.tasks.find(({ name }) => name === "last")!.id, record.tasks[0]!.id]]);
});

test("a timeline has the tasks as a tree, and an arrow for each task that wakes or creates another", async () => {
  const { links, record, rows } = new Timeline(await recorded(kitchen));
  const nameOf = (id: number) => record.tasks.find((task) => task.id === id)!.name;
  expect(rows.map(({ depth, task }) => `${depth} ${task.name}`)).toEqual(["0 Task-1", "1 coffee", "1 eggs"]);
  expect(links.map(({ from, kind, to }) => `${nameOf(from)} ${kind} ${nameOf(to)}`)).toEqual([
    "Task-1 spawned coffee",
    "Task-1 spawned eggs",
    "coffee woken eggs",
    "coffee woken Task-1",
    "eggs woken Task-1",
  ]);
});

test("the places of the axis follow the order of the events, and each has its time", async () => {
  const { axis, record } = new Timeline(await recorded(kitchen));
  for (const [at, event] of record.events.entries()) {
    expect(axis.xs[at]).toBeGreaterThanOrEqual(axis.xs[at - 1] ?? 0);
    expect(axis.timeAt(axis.xs[at]!)).toBe(event.time);
  }
  expect(axis.timeAt(0)).toBe(0);
  expect(axis.timeAt(axis.width)).toBe(150);
});

test("steps lead from the start to the end and back", async () => {
  const timeline = new Timeline(await recorded(kitchen));
  const places = [0];
  while (places.at(-1)! < timeline.axis.width) places.push(timeline.nextStep(places.at(-1)!));
  expect(places.length).toBe(timeline.stepEnds.length + 2);
  for (const [i, place] of places.entries()) expect(timeline.previousStep(place)).toBe(places[i - 1] ?? 0);
});

test("the suspension of a task names the line of the program", async () => {
  const timeline = new Timeline(await recorded(kitchen));
  const eggs = timeline.record.tasks.find(({ name }) => name === "eggs")!;
  const applied = timeline.record.events.findIndex(({ time }) => time > 0);
  expect(timeline.suspensionAt(eggs.id, applied)!.stack.join()).toMatch(/cook \(program\.ts:6:\d+\)/);
});

test("there is no suspension of a task whose latest stack was not read, rather than an earlier one", async () => {
  const record = await recorded(kitchen);
  const eggs = record.tasks.find(({ name }) => name === "eggs")!;
  const all = record.events.length;
  expect(new Timeline(record).suspensionAt(eggs.id, all)).not.toBeNull();
  const suspensions = record.suspensions.filter((each) => each !== record.suspensions.findLast(({ task }) => task === eggs.id));
  expect(new Timeline({ ...record, suspensions }).suspensionAt(eggs.id, all)).toBeNull();
});

test("the place of a moment in another run has its time, also if the runs differ in length", async () => {
  const long = new Timeline(await recorded(kitchen));
  const { axis } = new Timeline(await recorded(kitchen.replace("cook(50)", "cook(900)")));
  const x = long.axis.xs[long.record.events.findIndex(({ time }) => time > 0)]! - 1;
  const time = long.axis.timeAt(x);
  expect(time).toBeGreaterThan(50);
  const place = axis.placeOf(long.axis.eventsAt(x), time);
  expect(axis.timeAt(place)).toBeCloseTo(time);
  expect(axis.eventsAt(place)).toBe(long.axis.eventsAt(x));
  expect(axis.placeOf(3, 0)).toBe(axis.xs[2]);
  expect(axis.timeAt(axis.placeOf(Infinity, 5))).toBeCloseTo(5);
  expect(axis.placeOf(Infinity, Infinity)).toBe(axis.width);
});

test("a cancellation at a moment changes the run only after that moment", async () => {
  const before = new Timeline(await recorded(kitchen));
  const eggs = before.record.tasks.find(({ name }) => name === "eggs")!;
  const applied = before.record.events.findIndex(({ time }) => time > 0);
  const record = await recorded(kitchen, { interventions: [{ step: before.stepsEnded(applied), task: eggs.id, time: 60 }] });
  expect(record.outcome).toEqual({ kind: "failed", message: expect.stringContaining("CancelledError") });
  expect(record.tasks.map(({ finished, name, state }) => `${name} ${state} ${finished}`)).toEqual([
    "Task-1 cancelled 100",
    "coffee finished 100",
    "eggs cancelled 60",
  ]);
});

test("no arrow leads from a task to one that the user cancels", async () => {
  const before = new Timeline(await recorded(kitchen));
  const coffee = before.record.tasks.find(({ name }) => name === "coffee")!;
  const applied = before.record.events.findIndex(({ time }) => time > 0);
  const record = await recorded(kitchen, { interventions: [{ step: before.stepsEnded(applied), task: coffee.id, time: 60 }] });
  const { links } = new Timeline(record);
  expect(links.filter(({ kind, to }) => kind !== "spawned" && to === coffee.id)).toEqual([]);
});

test("a schedule is recorded with the start of the main task, and its failure is the outcome", async () => {
  const { events, outcome, tasks } = await recorded(
    `import { run, sleep } from "asyncio-ts";
     run(function* () { yield* sleep(5); throw new Error("late"); });`,
    { schedule: "f-" },
  );
  expect(events.slice(0, 2).map(({ kind, unit }) => `${kind} ${unit?.name}`)).toEqual(["spawned Task-1", "stepBegan Task-1"]);
  expect(tasks).toHaveLength(1);
  expect(outcome).toEqual({ kind: "failed", message: "Error: late" });
});
