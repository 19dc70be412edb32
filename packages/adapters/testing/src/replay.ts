import type { ChoiceKind } from "@asyncio-ts/loop";
import { checkOptions } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "@asyncio-ts/tasks";
import { checkProgram } from "./explore.ts";
import { parseSchedule, type Schedule } from "./schedule.ts";
import { type Choices, ScheduledRun } from "./scheduled-run.ts";
import type { VirtualLoop } from "./virtual-loop.ts";

/** Options of {@link replay}. */
export interface ReplayOptions {
  /** Receives the loop before the program starts, so that it can be recorded or observed. */
  onLoop?: (loop: VirtualLoop) => void;
}

/**
 * Runs a program under one schedule that `explore` has found.
 *
 * @param program the program that was explored
 * @param schedule the `schedule` of the ExplorationError
 * @param options.onLoop receives the loop before the program starts, for instance to record it with `@asyncio-ts/trace`
 * @returns the value of the program, if it does not fail any more
 * @throws the error of the program
 * @throws TypeError if `schedule` is no schedule, or the program gives no coroutine
 * @throws Error if the program has changed, so that the schedule does not fit
 */
export function replay<T>(program: () => Coroutine<T>, schedule: string, options: ReplayOptions = {}): T {
  checkProgram("replay", program);
  checkOptions("replay", options);
  const parsed = parseSchedule("replay", schedule);
  const choices = new RecordedChoices(parsed);
  const run = new ScheduledRun<T>("replay", parsed.settings, choices);
  choices.run = run;
  options.onLoop?.(run.loop);
  run.run(program);
  choices.checkEnd();
  if (run.failure !== null) throw run.failure.error;
  return run.value as T;
}

/** The choices of a recorded schedule. Ends the run where the program does not fit the record. */
class RecordedChoices implements Choices {
  run: ScheduledRun<unknown> | null = null;
  readonly #schedule: Schedule;
  #next = 0;
  /** The place of the first choice after the deviation before. */
  #from = 0;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  choose(at: number, _: ChoiceKind, alternatives: readonly unknown[]): number {
    const deviation = this.#schedule.deviations[this.#next];
    if (deviation === undefined || deviation.at !== at) return 0;
    const run = this.run!;
    if (run.check(this.#from, at) !== deviation.check || deviation.take >= alternatives.length) {
      const now = `${alternatives.length} alternatives now`;
      throw changed(
        `the choices up to choice ${at + 1}, at step ${run.steps + 1}, had other numbers of alternatives (choice ${at + 1} has ${now})`,
      );
    }
    this.#next++;
    this.#from = at + 1;
    return deviation.take;
  }

  /** Checks that the run has reached all deviations. */
  checkEnd(): void {
    const deviation = this.#schedule.deviations[this.#next];
    if (deviation === undefined) return;
    throw changed(`choice ${deviation.at + 1} was not reached (the program ends after ${this.run!.counts.length} choices now)`);
  }
}

function changed(difference: string): Error {
  return new Error(`replay: the schedule was recorded from another program, or this one has changed since: ${difference}. Explore again`);
}
