/// <reference lib="esnext.disposable" preserve="true" />
import type { Instrument, Runnable } from "@asyncio-ts/loop";
import { bounded, dispose, host, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { EventLoop, Task } from "@asyncio-ts/tasks";

/** Chrome's `console.timeStamp` with a track. */
type TimeStamp = (label: string, start: number, end: number, track: string, group: string, color: string) => void;

const GROUP = "asyncio-ts";

/** The present stretch of a task. */
interface Stretch {
  readonly from: number;
  readonly label: string;
  readonly color: string;
}

/** Draws the states of tasks while they happen. */
class Tracks implements Instrument {
  readonly #stretches = new Map<Task<unknown>, Stretch>();

  spawned(unit: Runnable): void {
    if (unit instanceof Task) this.#begin(unit, "ready", "secondary-light");
  }

  woken(unit: Runnable): void {
    if (unit instanceof Task) this.#begin(unit, "ready", "secondary-light");
  }

  stepBegan(unit: Runnable): void {
    if (unit instanceof Task) this.#begin(unit, "running", "primary");
  }

  parked(unit: Runnable, on: unknown): void {
    if (unit instanceof Task) this.#begin(unit, on === null ? "ready" : `waits for ${bounded(String(on))}`, "tertiary-light");
  }

  finished(unit: Runnable): void {
    if (!(unit instanceof Task)) return;
    this.#end(unit);
    this.#stretches.delete(unit);
  }

  #begin(task: Task<unknown>, label: string, color: string): void {
    this.#end(task);
    this.#stretches.set(task, { from: host.performance.now(), label, color: task.cancelling() > 0 ? "error" : color });
  }

  #end(task: Task<unknown>): void {
    const stretch = this.#stretches.get(task);
    if (stretch === undefined) return;
    const console = host.console as unknown as { timeStamp?: TimeStamp };
    console.timeStamp?.(stretch.label, stretch.from, host.performance.now(), task.getName(), GROUP, stretch.color);
  }

  /** Draws the stretches under way. */
  close(): void {
    for (const task of this.#stretches.keys()) this.#end(task);
    this.#stretches.clear();
  }
}

/**
 * Draws a track for each task in the Performance panel of Chrome, and of DevTools that are attached to `node --inspect`, while the
 * panel records.
 *
 * The tracks are in the group `asyncio-ts`. They use `console.timeStamp`, which costs little while nothing records.
 *
 * @returns a Disposable that ends the tracks
 * @throws TypeError if `loop` is no event loop
 * @throws Error if the loop is closed
 */
export function tracks(loop: EventLoop): Disposable {
  if (!(loop instanceof EventLoop)) throw wrongArgument("tracks", "an event loop", loop);
  if (loop.isClosed()) throw new Error("Event loop is closed");
  const instrument = new Tracks();
  loop.addInstrument(instrument);
  return {
    [dispose](): void {
      loop.removeInstrument(instrument);
      instrument.close();
    },
  } as Disposable;
}
