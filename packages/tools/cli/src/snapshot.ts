import { stripVTControlCharacters } from "node:util";
import { CliError } from "./cli-error.ts";
import type { InspectorSession } from "./inspector-session.ts";
import { probe } from "./probe.ts";

/** The object that a task waits for. */
export interface WaitSnapshot {
  readonly text: string;
  /** The task that is awaited; null for other objects. */
  readonly task: number | null;
  /** The task that holds the awaited lock; null for other objects. */
  readonly holder: number | null;
  /** Milliseconds until a sleep ends; null for other objects. */
  readonly remaining: number | null;
}

/** A task of a process. */
export interface TaskSnapshot {
  /** Unique in the snapshot. */
  readonly id: number;
  /** The place of the loop in the list of loops. */
  readonly loop: number;
  readonly name: string;
  readonly state: "running" | "ready" | "waiting";
  /** The number of cancellation requests that were not taken back. */
  readonly cancelling: number;
  /** Null for a task that does not wait. */
  readonly waitsFor: WaitSnapshot | null;
  /** The tasks that await this one, also through a combinator. */
  readonly awaitedBy: readonly number[];
  /** Where the task is suspended or runs, innermost call first. */
  readonly stack: readonly string[];
}

/** A loop of a process. */
export interface LoopSnapshot {
  readonly name: string;
  readonly isRunning: boolean;
  readonly tasks: number;
}

/** The loops and tasks of a process. */
export interface Snapshot {
  readonly pid: number;
  readonly node: string;
  readonly loops: readonly LoopSnapshot[];
  readonly tasks: readonly TaskSnapshot[];
}

/** Returns a snapshot that can be written to a terminal: names may have line breaks and control sequences. */
export function printable<T extends Snapshot>(snapshot: T): T {
  const plain = (text: string): string => stripVTControlCharacters(text).replaceAll(/[\s\p{Cc}]+/gu, " ");
  const tasks = snapshot.tasks.map((task) => ({
    ...task,
    name: plain(task.name),
    waitsFor: task.waitsFor && { ...task.waitsFor, text: plain(task.waitsFor.text) },
    stack: task.stack.map(plain),
  }));
  return { ...snapshot, tasks };
}

/**
 * Reads the loops and tasks of a process.
 *
 * @throws CliError if the process has no loop
 */
export async function snapshotOf(session: InspectorSession): Promise<Snapshot> {
  const snapshot = JSON.parse((await session.evaluate(`(${probe})()`)) as string) as Snapshot & { hasLibrary: boolean };
  const { hasLibrary, ...rest } = snapshot;
  if (!hasLibrary) throw new CliError(`Process ${snapshot.pid} does not use asyncio-ts in its main thread.`);
  if (snapshot.loops.length === 0) throw new CliError(`Process ${snapshot.pid} has no open loop in its main thread.`);
  return rest;
}
