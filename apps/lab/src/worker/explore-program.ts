import { ExplorationError, explore } from "@asyncio-ts/testing";
import type { ExplorationResult } from "../protocol/response.ts";
import type { ExploreRequest } from "../protocol/run-request.ts";
import { errorText } from "./error-text.ts";
import { Program } from "./program.ts";

const METHODS = ["debug", "error", "info", "log", "warn"] as const;

/**
 * Runs a program under many schedules, until it fails under one.
 *
 * @throws SyntaxError if the program cannot be parsed
 * @throws Error if it cannot be explored
 */
export async function exploreProgram({ source, runs }: ExploreRequest, began: () => void): Promise<ExplorationResult> {
  const program = await Program.load(source);
  began();
  const console = { ...globalThis.console };
  // The lines of a thousand runs are of no use.
  for (const method of METHODS) globalThis.console[method] = () => {};
  let refusal: { readonly error: unknown } | null = null;
  const main = () => {
    try {
      return program.main();
    } catch (error) {
      refusal = { error };
      throw error;
    }
  };
  try {
    const { complete, schedules } = explore(main, { runs });
    return { kind: "passed", schedules, complete };
  } catch (error) {
    // Without a main coroutine there are no schedules, so that none fails.
    if (refusal !== null) throw (refusal as { readonly error: unknown }).error;
    if (!(error instanceof ExplorationError)) throw error;
    const { cause, deviations, schedule, schedules } = error;
    return { kind: "found", found: { message: errorText(cause), deviations, schedule, schedules } };
  } finally {
    Object.assign(globalThis.console, console);
  }
}
