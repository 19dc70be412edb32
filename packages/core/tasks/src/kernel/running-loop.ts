import { host, repr, runtime, shared } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "./event-loop.ts";

interface Loops {
  /** The loop set by `setEventLoop`, or by a runner. */
  set: EventLoop | null;
  /** The loop that was set before a runner set its own. */
  readonly before: WeakMap<EventLoop, EventLoop | null>;
  /** The process-wide loop, made on first use. */
  processWide: EventLoop | null;
  /** Makes a host loop. Set by the module of `HostLoop`. */
  make: (() => EventLoop) | null;
}

export const loops: Loops = shared("event loop", () => ({ set: null, before: new WeakMap(), processWide: null, make: null }));

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
 * The process-wide loop is made on first use, and again after it was closed. It never keeps the process alive by itself.
 * Mirrors `asyncio.get_event_loop`.
 */
export function getEventLoop(): EventLoop {
  if (runtime.running !== null) return runtime.running as EventLoop;
  if (loops.set !== null) return loops.set;
  if (loops.processWide === null) host.process?.on?.("exit", closeProcessWideLoop);
  if (loops.processWide === null || loops.processWide.isClosed()) loops.processWide = loops.make!();
  return loops.processWide;
}

/** Closes the process-wide loop at exit, which reports lost exceptions and tasks. */
function closeProcessWideLoop(): void {
  if (!loops.processWide!.isRunning()) loops.processWide!.close();
}

/** Sets the loop that `getEventLoop` returns outside a step; null resets it. Mirrors `asyncio.set_event_loop`. */
export function setEventLoop(loop: EventLoop | null): void {
  if (loop !== null && typeof loop?.createTask !== "function") {
    throw new TypeError(`setEventLoop: an event loop or null was expected, got ${repr(loop)}`);
  }
  loops.set = loop;
}

/** Sets a runner's loop until `popEventLoop`. */
export function pushEventLoop(loop: EventLoop): void {
  loops.before.set(loop, loops.set);
  loops.set = loop;
}

/** Restores the loop before a runner's. Runners side by side close in any order, so that loop may be closed as well. */
export function popEventLoop(loop: EventLoop): void {
  if (loops.set !== loop) return;
  let before = loops.before.get(loop) ?? null;
  while (before !== null && before.isClosed() && loops.before.has(before)) before = loops.before.get(before)!;
  loops.set = before;
}
