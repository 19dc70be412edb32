import { type Coroutine, type EventLoop, run } from "@asyncio-ts/tasks";
import { describeFailure } from "./failure.ts";
import { HostVirtualLoop, VirtualLoop } from "./index.ts";
import { Reports } from "./reports.ts";

/**
 * Runs a program on virtual time, and fails also for reports: exceptions that are never retrieved, coroutines that are never awaited.
 *
 * @param host whether the program may await the host; then it returns a promise
 */
export function runChecked(program: () => Coroutine<void>, host: boolean): Promise<void> | void {
  const loop: EventLoop = host ? new HostVirtualLoop() : new VirtualLoop();
  const reports = new Reports(loop);
  const check = () => {
    const failure = reports.failure(null);
    if (failure === null) return;
    if (failure.found === "") throw failure.error;
    throw new Error(describeFailure(failure), { cause: failure.error });
  };
  const ran = run(program, { loop }) as Promise<void> | undefined;
  return ran === undefined ? check() : ran.then(check);
}
