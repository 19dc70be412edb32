import { hostWorkHeld } from "@asyncio-ts/loop/lowlevel";
import { type Awaits, type Coroutine, type EventLoop, run, type Startable } from "@asyncio-ts/tasks";
import { describeFailure } from "./failure.ts";
import { Reports } from "./reports.ts";

/**
 * Runs a program on a loop, and returns its result. Fails also for exceptions never retrieved, for coroutines never awaited, and for
 * host work that a bridge still holds.
 *
 * @param options.host whether the loop leaves its thread to the host, so that the result is a promise
 */
export function runChecked<T>(program: () => Coroutine<T>, loop: EventLoop, { host = false }: { host?: boolean } = {}): T | Promise<T> {
  const reports = new Reports(loop);
  const check = (value: T): T => {
    const failure = reports.failure(null);
    if (failure !== null) throw failure.found === "" ? failure.error : new Error(describeFailure(failure), { cause: failure.error });
    const held = hostWorkHeld(loop);
    if (held.length > 0) throw new Error(`work of the host is still going on at the end of the test: ${held.join(", ")}`);
    return value;
  };
  const main: Startable<T> = program;
  const ran = run(main as Startable<T> & Awaits<T>, { loop }) as T | Promise<T>;
  return host ? (ran as Promise<T>).then(check) : check(ran as T);
}
