import { runtime, shared } from "@asyncio-ts/loop/lowlevel";
import { closeAtExit } from "#process";
import { checkLoop } from "./check-loop.ts";
import type { EventLoop } from "./event-loop.ts";

interface Loops {
  /** The loop set by `setEventLoop`. */
  set: EventLoop | null;
  /** The process-wide loop, made on first use. */
  processWide: EventLoop | null;
  /** Makes a host loop. Set by the module of `HostLoop`. */
  make: (() => EventLoop) | null;
}

export const loops: Loops = shared("event loop", () => ({ set: null, processWide: null, make: null }));

/**
 * Returns the loop that runs the present step. Mirrors `asyncio.get_running_loop`.
 *
 * @throws Error outside a step
 */
export function getRunningLoop(): EventLoop {
  if (runtime.running === null) throw new Error("no running event loop");
  return runtime.running as EventLoop;
}

/**
 * Returns the running loop, else the loop set by `setEventLoop`, else a process-wide `HostLoop`.
 *
 * Outside a step it never returns the loop of a `run`, so that the end of a run cancels only its own tasks. The process-wide
 * loop is made on first use, and again after it was closed. It never keeps the process alive by itself.
 * Mirrors `asyncio.get_event_loop`.
 */
export function getEventLoop(): EventLoop {
  return runtime.running === null ? outerLoop() : (runtime.running as EventLoop);
}

/** Returns the loop outside all steps. */
function outerLoop(): EventLoop {
  if (loops.set !== null) return loops.set;
  if (loops.processWide === null) closeAtExit(() => loops.processWide!);
  if (loops.processWide === null || loops.processWide.isClosed()) loops.processWide = loops.make!();
  return loops.processWide;
}

/** Sets the loop that `getEventLoop` returns outside a step; null resets it. Mirrors `asyncio.set_event_loop`. */
export function setEventLoop(loop: EventLoop | null): void {
  if (loop !== null) checkLoop("setEventLoop", loop, "an event loop or null");
  loops.set = loop;
}

/** Calls `start` with `loop` as the one that was set, because the code that starts a main task belongs to its run. */
export function withEventLoop<T>(loop: EventLoop, start: () => T): T {
  const { set } = loops;
  loops.set = loop;
  try {
    return start();
  } finally {
    loops.set = set;
  }
}
