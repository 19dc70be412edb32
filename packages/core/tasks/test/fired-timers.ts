import { type Coroutine, getRunningLoop, sleep } from "@asyncio-ts/tasks";
import { virtually } from "@asyncio-ts/testing";

const HOUR = 3_600_000;

/** Runs a program and then an idle hour on a virtual clock. Returns the deadlines of the timers that fired. */
export function firedTimers(main: () => Coroutine<unknown>): number[] {
  const deadlines: number[] = [];
  const program = virtually(function* () {
    getRunningLoop().addInstrument({ timerFired: ({ deadline }) => deadlines.push(deadline) });
    yield* main();
    yield* sleep(HOUR);
  });
  program();
  // The last deadline is the end of the hour.
  return deadlines.slice(0, -1);
}
