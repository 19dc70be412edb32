import { host, observeRuns, shared } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "../kernel/event-loop.ts";
import { withBlockedTasks } from "./deadlock-error.ts";

/** The exit code of a process with an unfinished run. Node's own for an unsettled top-level await. */
const UNFINISHED = 13;

const runs: Set<EventLoop> = shared("unfinished runs", () => new Set());

const exitCode: { isOurs: boolean } = shared("exit code", () => ({ isOurs: false }));

/** Watches the runs of a loop. If the process is about to exit before the end of a run, its tasks are reported. */
export function watchRuns(loop: EventLoop): void {
  observeRuns(loop, (isRunning) => (isRunning ? begin(loop) : end(loop)));
}

function begin(loop: EventLoop): void {
  if (runs.size === 0) host.process?.on?.("beforeExit", report);
  runs.add(loop);
}

function end(loop: EventLoop): void {
  runs.delete(loop);
  if (runs.size > 0) return;
  host.process?.off?.("beforeExit", report);
  // Another listener of `beforeExit` has woken the run after all.
  if (exitCode.isOurs && host.process?.exitCode === UNFINISHED) host.process.exitCode = undefined;
  exitCode.isOurs = false;
}

function report(): void {
  if (host.process !== undefined && (host.process.exitCode ?? null) === null) {
    host.process.exitCode = UNFINISHED;
    exitCode.isOurs = true;
  }
  for (const loop of runs) {
    try {
      host.console.error(withBlockedTasks(`The process is about to exit, but nothing can wake the run of ${loop}.`, loop));
    } catch {
      // A console that throws would keep the process from exiting, because a handler of the error starts another turn.
    }
  }
}
