import { isAsyncFunction, repr, runtime } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, isCoroutine } from "@asyncio-ts/tasks";
import { describeFailure, Random, RecordedChoices, shrink } from "@asyncio-ts/testing/lowlevel";
import { checkSame } from "./check-same.ts";
import { type Choosing, type Decider, RandomDecider } from "./decider.ts";
import { FixedDecider } from "./fixed-decider.ts";
import { checkSimulation, type RunSettings, type SimulateOptions } from "./options.ts";
import { withSimulatedGlobals } from "../globals/patched-globals.ts";
import { formatRun, parseRun, type RecordedRun } from "./replay-string.ts";
import { seedOf } from "../world/seed.ts";
import { SimulatedRun } from "./simulated-run.ts";
import { Simulation } from "./simulation.ts";
import { SimulationError } from "./simulation-error.ts";

/** From so many runs on, the second repeats the first, to find programs that are not deterministic. */
const REPEATS_FROM = 10;
/** The most runs that shrinking takes, and about the most steps: some ten seconds. */
const MOST_RUNS = 400;
const MOST_STEPS = 10_000_000;
/** The last lines of the timeline that the message of an error shows. */
const SHOWN = 20;

/** A program for a simulation. */
export type Scenario<T> = (sim: Simulation) => Coroutine<T>;

/**
 * Runs a program of several nodes on virtual time, in one thread, with a simulated network that loses, delays and breaks.
 *
 * The scenario creates the nodes, and has things happen to them. Its value is returned at once. All choices come from one source:
 * the order of steps, the latencies, the faults and the random numbers. The first run keeps asyncio's order and the least latencies.
 *
 * The host's clocks, timers and random numbers are those of the simulation meanwhile.
 *
 * @param scenario a coroutine function. It is called once a run, and builds the whole state anew
 * @returns the value of the last run
 * @throws SimulationError for the first run that fails, shrunk to few choices
 * @throws TypeError if the scenario or an option is of another kind
 * @throws RangeError if an option is out of range
 * @throws Error if the program awaits the host, or is not deterministic
 *
 * @example
 * ```ts
 * import { simulate } from "@asyncio-ts/sim";
 * import { openConnection, startServer } from "@asyncio-ts/streams";
 *
 * function* echo() {
 *   const server = yield* startServer(
 *     function* (reader, writer) {
 *       writer.write(yield* reader.readline());
 *       writer.close();
 *     },
 *     null,
 *     7000,
 *   );
 *   yield* server.serveForever();
 * }
 *
 * const answer = simulate(
 *   function* (sim) {
 *     let answer = "";
 *     sim.node("server", echo);
 *     sim.node("client", function* () {
 *       const [reader, writer] = yield* openConnection("server", 7000);
 *       writer.write("hello\n");
 *       answer = new TextDecoder().decode(yield* reader.readline());
 *       writer.close();
 *     });
 *     yield* sim.eventually(() => answer !== "", 1000, "the client has an answer");
 *     return `${answer.trim()} after ${sim.time()} ms`;
 *   },
 *   { latency: 5 },
 * );
 * console.log(answer); // prints hello after 20 ms
 * ```
 */
export function simulate<T>(scenario: Scenario<T>, options: SimulateOptions = {}): T {
  checkScenario(scenario);
  const { runs, settings } = checkSimulation(options);
  const recorded = options.replay === undefined ? null : parseRun(options.replay);
  let present: SimulatedRun<T> | null = null;
  const runOnce = (decider: Decider, own: RunSettings, isTold = false): SimulatedRun<T> => {
    present = new SimulatedRun<T>(own, decider, { isTold });
    const sim = new Simulation(present);
    return present.run(() => scenario(sim));
  };
  const machine = () => present!.present;
  return withSimulatedGlobals(machine, () =>
    recorded === null ? search(runOnce, runs, settings) : repeat(runOnce, recorded, options.replay!),
  );
}

type RunOnce<T> = (decider: Decider, settings: RunSettings, isTold?: boolean) => SimulatedRun<T>;

function checkScenario(scenario: unknown): void {
  if (typeof scenario !== "function" || isAsyncFunction(scenario)) {
    const hint = isCoroutine(scenario)
      ? "; a coroutine runs only once, so pass the function that makes it"
      : typeof scenario === "function"
        ? "; an async function cannot be simulated, write function*"
        : "";
    throw new TypeError(`simulate: a coroutine function was expected, got ${repr(scenario)}${hint}`);
  }
  if (runtime.running !== null) throw new Error("simulate() cannot be called from a running event loop");
}

/** Runs a program until it fails, or as often as asked for. */
function search<T>(runOnce: RunOnce<T>, runs: number, { seed, ...others }: RunSettings): T {
  let first: SimulatedRun<T> | null = null;
  let value: T | undefined;
  for (let number = 1; number <= runs; number++) {
    const isRepetition = number === 2 && runs >= REPEATS_FROM;
    const nth = isRepetition ? 1 : number;
    const settings: RunSettings = { ...others, seed: nth === 1 ? seed : seedOf(seed, `run ${nth}`) >>> 0 };
    const run: SimulatedRun<T> = runOnce(new RandomDecider(new Random(seedOf(settings.seed, "choices")), { isFirst: nth === 1 }), settings);
    if (isRepetition) checkSame(first!, run);
    if (run.failure !== null) throw simulationError(runOnce, run, number);
    first ??= run;
    value = run.value;
  }
  return value as T;
}

/** Repeats, shrinks and tells a run that failed. */
function simulationError<T>(runOnce: RunOnce<T>, failed: SimulatedRun<T>, runs: number): SimulationError {
  const rerun = (run: SimulatedRun<T>, isTold: boolean) =>
    runOnce(new FixedDecider(run.deviations().flatMap(({ at, take }) => [at, take])), failed.settings, isTold);
  checkSame(failed, rerun(failed, false));
  const mostRuns = Math.min(MOST_RUNS, Math.ceil(MOST_STEPS / failed.steps));
  const shrunk = shrink(failed, (deviations) => runOnce(new FixedDecider(deviations), failed.settings), { mostRuns });
  const told = rerun(shrunk, true);
  checkSame(told, rerun(shrunk, true));
  checkSame(shrunk, told);
  const schedule = formatRun({ settings: told.settings, deviations: told.deviations() });
  return errorOf(told, schedule, runs);
}

function errorOf(run: SimulatedRun<unknown>, schedule: string, runs: number): SimulationError {
  const timeline = run.timeline!;
  const last = timeline.lines.slice(-SHOWN);
  const lines = [
    `simulate: ${runs === 1 ? "the program" : `run ${runs}`} fails: ${describeFailure(run.failure)}`,
    ...(timeline.lines.length > SHOWN ? [`  (${timeline.lines.length - SHOWN} earlier lines are in error.timeline)`] : []),
    ...last.map((line) => `  ${line}`),
    `simulate(scenario, { replay: "${schedule}" }) repeats it`,
  ];
  return new SimulationError(lines.join("\n"), { schedule, runs, timeline: timeline.toString(), cause: run.failure!.error });
}

/** Repeats a recorded run. */
function repeat<T>(runOnce: RunOnce<T>, { settings, deviations }: RecordedRun, schedule: string): T {
  const recorded = new RecordedChoices(deviations, changed);
  let run: Choosing | null = null;
  const decider: Decider = {
    decide: (at, _, alternatives) => recorded.take(run!, at, alternatives, run!.steps + 1),
    attach: (attached) => (run = attached),
  };
  const repeated = runOnce(decider, settings, true);
  recorded.checkEnd(repeated);
  if (repeated.failure !== null) throw errorOf(repeated, schedule, 1);
  return repeated.value as T;
}

function changed(difference: string): Error {
  return new Error(
    `simulate: the replay was recorded from another program, or this one has changed since: ${difference}. Simulate it again without replay`,
  );
}
