import { setTimeout } from "node:timers/promises";
import { colors } from "./colors.ts";
import type { InspectorSession } from "./inspector-session.ts";
import { meter } from "./meter.ts";
import { warningsOf } from "./ps.ts";
import { type Snapshot, snapshotOf, type TaskSnapshot } from "./snapshot.ts";
import { type Column, tableOf } from "./table.ts";
import { cut } from "./text-width.ts";
import { placeText, stateText, waitText } from "./task-text.ts";

/** A task with its work since the last look. */
export interface BusyTask extends TaskSnapshot {
  /** Steps a second. */
  readonly steps: number;
  /** The share of the time that the task ran, in percent. */
  readonly busy: number;
}

/** A snapshot with the work of its tasks, the busiest first. */
export interface Look extends Omit<Snapshot, "tasks"> {
  readonly tasks: readonly BusyTask[];
}

/**
 * Looks at a process again and again, until `signal` aborts.
 *
 * @param interval milliseconds between two looks
 * @param most the number of looks
 */
export async function* looks(session: InspectorSession, interval: number, most: number, signal: AbortSignal): AsyncGenerator<Look> {
  try {
    let last = await measure(session);
    for (let i = 0; i < most && !signal.aborted; i++) {
      await setTimeout(interval, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const snapshot = await snapshotOf(session);
      const now = await measure(session);
      yield busiest(snapshot, now.counts, now.time - last.time);
      last = now;
    }
  } finally {
    await session.evaluate(`(${meter})(true)`);
  }
}

interface Measure {
  readonly time: number;
  readonly counts: readonly [id: number, steps: number, ms: number][];
}

async function measure(session: InspectorSession): Promise<Measure> {
  return JSON.parse((await session.evaluate(`(${meter})(false)`)) as string) as Measure;
}

function busiest(snapshot: Snapshot, counts: Measure["counts"], elapsed: number): Look {
  const work = new Map(counts.map(([id, steps, ms]) => [id, { steps: (steps / elapsed) * 1000, busy: (ms / elapsed) * 100 }]));
  const tasks = snapshot.tasks.map((task) => ({
    ...task,
    ...(work.get(task.id) ?? { steps: 0, busy: task.state === "running" ? 100 : 0 }),
  }));
  return { ...snapshot, tasks: tasks.sort((a, b) => b.busy - a.busy || b.steps - a.steps || a.id - b.id) };
}

/** Returns a look as a screen of at most `height` lines. */
export function top({ node, pid, tasks }: Look, width: number, height: number): string {
  const byId = [...tasks].sort((a, b) => a.id - b.id);
  const columns: Column<BusyTask>[] = [
    { title: "TASK", text: ({ name }) => name, isFlexible: true, color: colors.bold },
    { title: "BUSY", text: ({ busy }) => `${busy.toFixed(1)} %` },
    { title: "STEPS/S", text: ({ steps }) => Math.round(steps).toLocaleString("en") },
    { title: "STATE", text: stateText },
    { title: "WAITS FOR", text: (task) => waitText(task, byId), isFlexible: true },
    { title: "AT", text: placeText, isFlexible: true, color: colors.dim },
  ];
  const warnings = warningsOf(byId, width, Math.floor(height / 4));
  const count = (state: TaskSnapshot["state"]): number => tasks.filter((task) => task.state === state).length;
  const summary = `process ${pid}, Node ${node}: ${tasks.length} tasks, ${count("running")} running, ${count("ready")} ready, ${count("waiting")} waiting`;
  // The last line is that of the cursor.
  const room = Math.max(height - warnings.length - 5, 1);
  const left = tasks.length - room;
  return [
    cut(summary, width),
    "",
    tableOf(columns, tasks.slice(0, room), width),
    ...(left > 0 ? [colors.dim(`… and ${left.toLocaleString("en")} more`)] : []),
    ...warnings,
  ].join("\n");
}
