import { host, shared } from "@asyncio-ts/loop/lowlevel";
import { withBlocked } from "./deadlock-error.ts";
import type { EventLoop } from "../kernel/event-loop.ts";

/** The exit status of a process whose main work never finished; Node's own for an unsettled top-level await. */
const UNFINISHED = 13;

const running: Set<EventLoop> = shared("unfinished", () => new Set());

/** A run on the host begins: should the process be about to exit before its end, it says what is waited for. */
export function watchExit(loop: EventLoop): void {
  if (running.size === 0) host.process?.on?.("beforeExit", report);
  running.add(loop);
}

/** The run has ended. */
export function unwatchExit(loop: EventLoop): void {
  running.delete(loop);
  if (running.size === 0) host.process?.off?.("beforeExit", report);
}

function report(): void {
  for (const loop of running) {
    host.console.error(
      withBlocked(`The process is about to exit, but a run of ${loop} has not finished: nothing is left that could wake it.`, loop),
    );
  }
  if (host.process !== undefined) host.process.exitCode ??= UNFINISHED;
}
