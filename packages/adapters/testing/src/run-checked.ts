import { type Awaits, type Coroutine, type EventLoop, run, type Startable } from "@asyncio-ts/tasks";
import { describeFailure } from "./failure.ts";
import { Reports } from "./reports.ts";

/**
 * Runs a program on a loop, and returns its result. Fails also for exceptions never retrieved and coroutines never awaited.
 *
 * @param options.host whether the loop leaves its thread to the host, so that the result is a promise
 */
export function runChecked<T>(program: () => Coroutine<T>, loop: EventLoop, { host = false }: { host?: boolean } = {}): T | Promise<T> {
  const reports = new Reports(loop);
  const check = (value: T): T => {
    const failure = reports.failure(null);
    if (failure === null) return value;
    if (failure.found === "") throw failure.error;
    throw new Error(describeFailure(failure), { cause: failure.error });
  };
  const main: Startable<T> = program;
  const ran = run(main as Startable<T> & Awaits<T>, { loop }) as T | Promise<T>;
  return host ? (ran as Promise<T>).then(check) : check(ran as T);
}
