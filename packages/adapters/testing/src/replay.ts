import type { Coroutine } from "@asyncio-ts/tasks";
import { checkProgram } from "./explore.ts";
import { RecordedChoices } from "./recorded-choices.ts";
import { parseSchedule } from "./schedule.ts";
import { ScheduledRun } from "./scheduled-run.ts";

/**
 * Runs a program under one schedule that `explore` has found.
 *
 * @param program the program that was explored
 * @param schedule the `schedule` of the ExplorationError
 * @returns the value of the program, if it does not fail any more
 * @throws the error of the program
 * @throws TypeError if `schedule` is no schedule, or the program gives no coroutine
 * @throws Error if the program has changed, so that the schedule does not fit
 */
export function replay<T>(program: () => Coroutine<T>, schedule: string): T {
  checkProgram("replay", program);
  const parsed = parseSchedule("replay", schedule);
  const recorded = new RecordedChoices(parsed.deviations, changed);
  const run: ScheduledRun<T> = new ScheduledRun<T>("replay", parsed.settings, {
    choose: (at, _, alternatives) => recorded.take(run, at, alternatives.length, run.steps + 1),
  });
  run.run(program);
  recorded.checkEnd(run);
  if (run.failure !== null) throw run.failure.error;
  return run.value as T;
}

function changed(difference: string): Error {
  return new Error(`replay: the schedule was recorded from another program, or this one has changed since: ${difference}. Explore again`);
}
