import type { EventLoop, Task } from "@asyncio-ts/tasks";
import { awaitedFutureOf, hasFailed, numberOf } from "@asyncio-ts/tasks/lowlevel";
import { placeIn } from "./place.ts";
import type { TracedTask } from "./traced-task.ts";
import { NONE } from "./traced-unit.ts";
import type { UnitTable } from "./unit-table.ts";

/** What a recording keeps of a task. Holds the task itself only until it is done. */
class TaskEntry {
  task: Task<unknown> | null;
  readonly parent: number;
  readonly spawned: number;
  /** Null for a task that is older than the recording. */
  readonly origin: Error | null;
  finished = NaN;
  name = "";
  state: TracedTask["state"] = "pending";
  cancelling = 0;

  constructor(task: Task<unknown>, parent: number, spawned: number, origin: Error | null) {
    this.task = task;
    this.parent = parent;
    this.spawned = spawned;
    this.origin = origin;
  }

  /** Keeps the outcome of the task, and drops the task. */
  finish(time: number): void {
    const { task } = this;
    if (task === null) return;
    this.finished = time;
    this.name = task.getName();
    this.state = task.cancelled() ? "cancelled" : hasFailed(task) ? "failed" : "finished";
    this.cancelling = task.cancelling();
    this.task = null;
  }
}

/** The tasks of a recording: all that are not done, and the latest of the others. */
export class TaskTable {
  readonly #entries = new Map<number, TaskEntry>();
  /** The numbers of tasks that are done, in the order of their ends. */
  #done: number[] = [];
  readonly #most: number;

  /** @param most the number of tasks to keep that are done */
  constructor(most: number) {
    this.#most = most;
  }

  add(task: Task<unknown>, parent: number, time: number, origin: Error | null): void {
    this.#entries.set(numberOf(task), new TaskEntry(task, parent, time, origin));
  }

  finish(task: Task<unknown>, time: number): void {
    const number = numberOf(task);
    this.#entries.get(number)?.finish(time);
    this.#done.push(number);
    if (this.#done.length >= 1.25 * this.#most) this.#forget();
  }

  /** Forgets the tasks that were done first. In bulk, because to shift an array costs its length. */
  #forget(): void {
    const forgotten = this.#done.length - this.#most;
    for (const number of this.#done.slice(0, forgotten)) if (this.#entries.get(number)?.task === null) this.#entries.delete(number);
    this.#done = this.#done.slice(forgotten);
  }

  /** Returns the tasks by their numbers, as they are now. */
  list(units: UnitTable, loop: EventLoop): Map<number, TracedTask> {
    const tasks = new Map<number, TracedTask>();
    const parents: [{ parent: unknown }, number][] = [];
    for (const [number, entry] of this.#entries) {
      const { task } = entry;
      const traced = {
        id: number,
        kind: "task" as const,
        name: task === null ? entry.name : task.getName(),
        place: entry.origin === null ? null : placeIn(entry.origin),
        parent: null,
        spawned: orNull(entry.spawned),
        finished: orNull(entry.finished),
        state: entry.state,
        cancelling: task === null ? entry.cancelling : task.cancelling(),
        waitsFor: null,
        stack: task === null ? [] : task.getStack().reverse().map(String),
      };
      tasks.set(number, traced);
      parents.push([traced, entry.parent]);
    }
    // Once all tasks are in the map, because a task may wait for a later one.
    for (const [traced, parent] of parents) {
      const { task } = this.#entries.get((traced as unknown as TracedTask).id)!;
      const awaited = task === null || task.done() ? null : awaitedFutureOf(task);
      Object.assign(traced, {
        parent: units.unit(parent, tasks),
        waitsFor: units.unit(awaited === null || awaited.done() ? NONE : units.codeOf(awaited, loop), tasks),
      });
    }
    return tasks;
  }
}

function orNull(time: number): number | null {
  return Number.isNaN(time) ? null : time;
}
