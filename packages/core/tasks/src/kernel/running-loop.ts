import { host, runtime, repr, shared } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "./event-loop.ts";
import type { HostLoop } from "../running/host-loop.ts";

interface Loops {
  /** What `setEventLoop` set, or a runner. */
  set: EventLoop | null;
  /** What was set before a runner set its loop. */
  readonly before: WeakMap<EventLoop, EventLoop | null>;
  /** The process-wide loop, made when first asked for. */
  lazy: HostLoop | null;
  /** Makes a host loop. */
  make: (() => HostLoop) | null;
}

export const loops: Loops = shared("loops", () => ({ set: null, before: new WeakMap(), lazy: null, make: null }));

/**
 * The loop whose step this is. Mirrors `asyncio.get_running_loop`.
 *
 * @throws Error outside a step
 */
export function getRunningLoop(): EventLoop {
  if (runtime.running === null) throw new Error("no running event loop");
  return runtime.running as EventLoop;
}

/**
 * The running loop, else the one that `setEventLoop` set, else one process-wide loop that rides on the host's.
 *
 * The process-wide loop is made when first asked for, and anew once it has been closed. It never keeps the process alive by
 * itself. Mirrors `asyncio.get_event_loop`.
 */
export function getEventLoop(): EventLoop {
  if (runtime.running !== null) return runtime.running as EventLoop;
  if (loops.set !== null) return loops.set;
  if (loops.lazy === null) host.process?.on?.("exit", closeLazyLoop);
  if (loops.lazy === null || loops.lazy.isClosed()) loops.lazy = newEventLoop();
  return loops.lazy;
}

/** Nobody else closes the process-wide loop, and closing reports what was lost. */
function closeLazyLoop(): void {
  if (!loops.lazy!.isRunning()) loops.lazy!.close();
}

/** Sets the loop that `getEventLoop` gives outside a step; null takes it back. Mirrors `asyncio.set_event_loop`. */
export function setEventLoop(loop: EventLoop | null): void {
  if (loop !== null && typeof loop?.createTask !== "function") {
    throw new TypeError(`setEventLoop: an event loop or null was expected, got ${repr(loop)}`);
  }
  loops.set = loop;
}

/** A runner opens: until it closes, `getEventLoop` gives its loop. */
export function enterLoop(loop: EventLoop): void {
  loops.before.set(loop, loops.set);
  loops.set = loop;
}

/** A runner closes. Runners side by side close in any order, so what was set before may be gone as well. */
export function leaveLoop(loop: EventLoop): void {
  if (loops.set !== loop) return;
  let before = loops.before.get(loop) ?? null;
  while (before !== null && before.isClosed() && loops.before.has(before)) before = loops.before.get(before)!;
  loops.set = before;
}

/** A new loop that rides on the host's. Mirrors `asyncio.new_event_loop`. */
export function newEventLoop(): HostLoop {
  return loops.make!();
}
