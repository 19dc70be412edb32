import { type Coroutine, sleep } from "@asyncio-ts/tasks";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

const HOUR = 3_600_000;

/** The times at which a virtual clock stops for a timer, while a program runs and for an hour after it. */
export function stops(main: () => Coroutine<unknown>): number[] {
  const deadlines: number[] = [];
  virtually(
    function* () {
      yield* main();
      yield* sleep(HOUR);
    },
    (loop) => loop.addInstrument({ timerFired: ({ deadline }) => deadlines.push(deadline) }),
  );
  // The last one is the hour's own.
  return deadlines.slice(0, -1);
}
