import { type Awaits, type Coroutine, type EventLoop, run, type Startable } from "@asyncio-ts/tasks";
import { describeFailure } from "./failure.ts";
import { Reports } from "./reports.ts";

/**
 * Runs a program on a loop, and returns its result: a promise on a loop that does not own its thread.
 *
 * Fails also for reports: exceptions that are never retrieved, coroutines that are never awaited.
 */
export function runChecked<T>(program: () => Coroutine<T>, loop: EventLoop): T | Promise<T> {
  const reports = new Reports(loop);
  const check = (value: T): T => {
    const failure = reports.failure(null);
    if (failure === null) return value;
    if (failure.found === "") throw failure.error;
    throw new Error(describeFailure(failure), { cause: failure.error });
  };
  const main: Startable<T> = program;
  const ran = run(main as Startable<T> & Awaits<T>, { loop }) as T | Promise<T>;
  return ran instanceof Promise ? ran.then(check) : check(ran);
}
