import type { Simulation } from "@asyncio-ts/sim";

/**
 * Returns the error of a broken rule. The details go to the timeline: shrinking keeps a run only if its error has the same text, and the
 * shrunk run has other terms and nodes.
 */
export function violation(sim: Simulation, rule: string, details: string): Error {
  sim.log(`${rule}: ${details}`);
  return new Error(rule);
}
