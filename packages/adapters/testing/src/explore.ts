import { isAsyncFunction, repr, runtime } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, isCoroutine } from "@asyncio-ts/tasks";
import { DefaultStrategy } from "./default-strategy.ts";
import { DelayBounded } from "./delay-bounded.ts";
import { ExplorationError } from "./exploration-error.ts";
import { type CheckedOptions, checkOptions, type ExploreOptions } from "./explore-options.ts";
import { describeError, describeFailure } from "./failure.ts";
import { FixedChoices } from "./fixed-choices.ts";
import { checkSame } from "./not-deterministic.ts";
import { PriorityWalk } from "./priority-walk.ts";
import { Random } from "./random.ts";
import { RandomWalk } from "./random-walk.ts";
import { formatSchedule } from "./schedule.ts";
import { type Choices, FIFO, ScheduledRun } from "./scheduled-run.ts";
import { shrink } from "./shrink.ts";
import type { Strategy } from "./strategy.ts";

/** The result of an exploration that found no failure. */
export interface Exploration {
  /** The number of schedules that were run. */
  readonly schedules: number;
  /** Whether these were all schedules with at most `deviations` deviations from asyncio's order. */
  readonly complete: boolean;
}

/**
 * Runs a program under many legal schedules, each on a virtual loop of its own.
 *
 * The first schedule is asyncio's order. A program fails by throwing, by a deadlock or a livelock, by an exception that is never
 * retrieved, and by a marked coroutine that is never awaited. Tasks that main leaves behind are cancelled.
 *
 * @param program a coroutine function, or a function that returns a coroutine. It is called once a schedule, and builds its whole
 *   state anew
 * @throws ExplorationError for the first schedule under which the program fails, shrunk to few deviations
 * @throws TypeError if the program or an option is of another kind
 * @throws RangeError if an option is out of range
 * @throws Error if the program awaits the host, or is not deterministic
 *
 * @example
 * ```ts
 * import { ExplorationError, explore } from "@asyncio-ts/testing";
 * import { gather, sleep } from "@asyncio-ts/tasks";
 *
 * function* program() {
 *   let balance = 0;
 *   function* deposit(ms: number) {
 *     yield* sleep(ms);
 *     const before = balance;
 *     yield* sleep(0);
 *     balance = before + 1;
 *   }
 *   yield* gather(deposit(1), deposit(2));
 *   if (balance !== 2) throw new Error("an update was lost");
 * }
 *
 * try {
 *   explore(program);
 * } catch (error) {
 *   if (error instanceof ExplorationError) console.log((error.cause as Error).message);
 * }
 * // prints an update was lost
 * ```
 */
export function explore(program: () => Coroutine<unknown>, options: ExploreOptions = {}): Exploration {
  checkProgram("explore", program);
  const checked = checkOptions("explore", options);
  const strategy = strategyOf(checked);
  let schedules = 0;
  while (schedules < checked.runs) {
    // The first is asyncio's order, with every strategy.
    const choices = strategy.next();
    if (choices === null) break;
    const run = runOnce(program, checked, schedules === 0 ? FIFO : choices);
    schedules++;
    strategy.ran(run);
    if (run.failure !== null) throw explorationError(program, checked, run, schedules);
    if (strategy.complete && run.counts.length === 0 && schedules === 1) break;
  }
  return { schedules, complete: strategy.complete };
}

/**
 * Checks that a program can be run under a schedule now.
 *
 * @throws TypeError if it is no function, or an async one
 * @throws Error in a step of a loop
 */
export function checkProgram(caller: string, program: unknown): void {
  if (typeof program !== "function" || isAsyncFunction(program)) {
    const hint = isCoroutine(program)
      ? "; a coroutine runs only once, so pass the function that makes it"
      : typeof program === "function"
        ? "; an async function cannot be explored, write function*"
        : "";
    throw new TypeError(`${caller}: a coroutine function was expected, got ${repr(program)}${hint}`);
  }
  if (runtime.running !== null) throw new Error(`${caller}() cannot be called from a running event loop`);
}

function strategyOf({ strategy, runs, seed, deviations }: CheckedOptions): Strategy {
  if (strategy === "exhaustive") return new DelayBounded(deviations);
  const random = new Random(seed);
  if (strategy === "pct") return new PriorityWalk(random);
  if (strategy === "random") return new RandomWalk(random);
  return new DefaultStrategy(runs, deviations, random);
}

function runOnce(program: () => Coroutine<unknown>, { settings }: CheckedOptions, choices: Choices, traced = false): ScheduledRun<unknown> {
  return new ScheduledRun("explore", settings, choices, { traced }).run(program);
}

/** Repeats, shrinks and describes a run that failed. */
function explorationError(
  program: () => Coroutine<unknown>,
  options: CheckedOptions,
  failed: ScheduledRun<unknown>,
  schedules: number,
): ExplorationError {
  const rerun = (deviations: readonly number[], traced = false) => runOnce(program, options, new FixedChoices(deviations), traced);
  const again = (run: ScheduledRun<unknown>) => run.deviations().flatMap(({ at, take }) => [at, take]);
  checkSame(failed, rerun(again(failed)));
  const shrunk = shrink(failed, rerun);
  const run = rerun(again(shrunk), true);
  checkSame(shrunk, run);
  const fifo = runOnce(program, options, FIFO, true);
  const schedule = formatSchedule({ settings: options.settings, deviations: run.deviations() });
  const { deviations } = run.trace!;
  const cause = run.failure!.error;
  const lines = [
    `explore: ${schedules === 1 ? "the program" : `schedule ${schedules}`} fails: ${describeFailure(run.failure)}`,
    ...(deviations.length === 0 ? ["in asyncio's own order"] : deviations).map((line) => `  ${line}`),
    ...run.reports.map(({ message, exception }) => `  also: ${message}${exception === undefined ? "" : `: ${describeError(exception)}`}`),
    `replay(program, "${schedule}") repeats it`,
  ];
  return new ExplorationError(lines.join("\n"), { schedule, schedules, deviations, trace: run.trace!.beside(fifo.trace!), cause });
}
