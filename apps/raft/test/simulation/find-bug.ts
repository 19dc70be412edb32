import { simulate, SimulationError } from "@asyncio-ts/sim";
import { bugs } from "./bugs.ts";
import { scenario } from "./scenario.ts";

/** A bug, as the simulation has found it. */
export interface Finding {
  /** The number of runs until the bug was found. */
  readonly runs: number;
  /** The error of the run. */
  readonly error: string;
  /** The error of the run that the string of the first one repeats. */
  readonly replayed: string;
  /** What a developer sees. */
  readonly report: string;
}

/**
 * Plants a bug, simulates until a run fails, and replays that run from its string.
 *
 * @param options.runs the number of runs to try
 * @throws Error if no run fails
 */
export function findBug(bug: string, { runs, seed }: { runs: number; seed: number }): Finding {
  using _ = bugs[bug]!();
  const found = failure({ runs, seed });
  if (found === null) throw new Error(`"${bug}" was not found in ${runs} runs of seed ${seed}`);
  const replayed = failure({ replay: found.schedule });
  return { runs: found.runs, error: causeOf(found), replayed: causeOf(replayed), report: found.message };
}

function failure(options: { runs: number; seed: number } | { replay: string }): SimulationError | null {
  try {
    simulate(scenario, options);
    return null;
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    return error;
  }
}

function causeOf(error: SimulationError | null): string {
  return error === null ? "no error" : String(error.cause);
}
