import { checkOptions, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { cancelledButAlive } from "./cancelled-but-alive.ts";
import { locksHeldLong } from "./held-locks.ts";
import { neverAwaited } from "./never-awaited.ts";
import { neverYielded } from "./never-yielded.ts";
import { Recording } from "./recording.ts";
import { starved } from "./starved.ts";
import { statesOf } from "./task-state.ts";
import { wakesItself } from "./wakes-itself.ts";
import type { Warning } from "./warning.ts";

/** The limits of {@link warnings}. */
export interface WarningOptions {
  /** Milliseconds of one step; 100 by default. */
  step?: number;
  /** Milliseconds that a task may be ready; 100 by default. */
  ready?: number;
  /** Milliseconds that a lock may be held while others wait; 1,000 by default. */
  held?: number;
  /** Milliseconds that a task may take to end after its cancellation; 1,000 by default. */
  cancelling?: number;
  /** The number of bare yields of one task in a row; 100 by default. */
  yields?: number;
}

/**
 * Returns the probable mistakes that a recording shows, in the order of {@link WarningKind}.
 *
 * Times are those of the loop's clock, so a virtual clock shows no slow steps. Coroutines that were never awaited are known once
 * they are collected, or when the loop has closed: those of functions marked by `coroutine`, and in debug mode the library's own.
 *
 * @throws TypeError if an argument is of the wrong kind
 *
 * @example
 * ```ts
 * import { createTask, run, sleep } from "@asyncio-ts/tasks";
 * import { VirtualLoop } from "@asyncio-ts/testing";
 * import { record, warnings } from "@asyncio-ts/trace";
 *
 * const loop = new VirtualLoop();
 * const recording = record(loop);
 * let isReady = false;
 * function* poll() {
 *   for (let i = 0; !isReady; i++) {
 *     yield* sleep(0);
 *     if (i === 1000) isReady = true;
 *   }
 * }
 * function* main() {
 *   yield* createTask(poll(), { name: "poller" });
 * }
 * run(main, { loop });
 *
 * console.log(warnings(recording).map(({ kind }) => kind).join());
 * // prints wakesItself
 * ```
 */
export function warnings(recording: Recording, options: WarningOptions = {}): Warning[] {
  if (!(recording instanceof Recording)) throw wrongArgument("warnings", "a recording", recording);
  checkOptions("warnings", options);
  const { step = 100, ready = 100, held = 1000, cancelling = 1000, yields = 100 } = options;
  for (const [name, limit] of Object.entries({ step, ready, held, cancelling })) checkLimit(`a number of milliseconds as ${name}`, limit);
  checkLimit("a number as yields", yields);
  const { ended, events, tasks } = recording;
  const entries = recording._entries();
  const spans = statesOf(events, ended);
  return [
    ...neverYielded(entries, tasks, ended, step),
    ...wakesItself(spans, tasks, yields),
    ...starved(spans, tasks, ready),
    ...locksHeldLong(entries, tasks, ended, held),
    ...cancelledButAlive(events, tasks, ended, cancelling),
    ...neverAwaited(events),
  ];
}

function checkLimit(expected: string, limit: unknown): void {
  if (typeof limit !== "number" || Number.isNaN(limit)) throw wrongArgument("warnings", expected, limit);
}
