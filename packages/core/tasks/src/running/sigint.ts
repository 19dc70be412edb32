import { driverOf, host } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "../kernel/event-loop.ts";
import { KeyboardInterrupt } from "./keyboard-interrupt.ts";

/** The exit code of a process that SIGINT has ended, as shells show it. */
const INTERRUPTED = 130;

/** The errors of interrupted runs. An uncaught one ends the process. */
const interrupts = new WeakSet<Error>();

/**
 * Calls `interrupt` at the first Ctrl-C. The second one kills the process.
 *
 * Does nothing while another listener for SIGINT exists, and on a loop that owns its thread, unless its driver hears of Ctrl-C.
 *
 * @param interrupt cancels the run, which will throw the given error
 * @returns a function that ends the watch
 */
export function watchSigint(loop: EventLoop, interrupt: (error: Error) => void): () => void {
  const { process } = host;
  const driver = driverOf(loop);
  // Deno's workers receive the signals of the process as well.
  const inWorker = String(globalThis).includes("Worker");
  if (process?.listenerCount?.("SIGINT") !== 0 || inWorker) return () => {};
  let stop: () => void = () => {};
  const onSigint = () => {
    // A listener that was added during the run has taken the signal over.
    if (process.listenerCount!("SIGINT") > 1) return;
    // Without a listener, the next SIGINT kills.
    stop();
    process.off!("uncaughtExceptionMonitor", exitInterrupted);
    process.on!("uncaughtExceptionMonitor", exitInterrupted);
    const error = new KeyboardInterrupt();
    interrupts.add(error);
    interrupt(error);
  };
  // A listener would swallow the signal as long as the thread is blocked.
  if (driver.ownsThread) stop = driver.watchInterrupt?.(onSigint) ?? stop;
  else {
    stop = () => void process.off!("SIGINT", onSigint);
    process.on!("SIGINT", onSigint);
  }
  return () => stop();
}

/** Called with each uncaught exception. If the program has a listener of its own for them, that one decides. */
function exitInterrupted(error: unknown): void {
  const process = host.process!;
  if (!interrupts.has(error as Error) || process.listenerCount!("uncaughtException") > 0) return;
  host.console.error(String(error));
  process.exit!(INTERRUPTED);
}
