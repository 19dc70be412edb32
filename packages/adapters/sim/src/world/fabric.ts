import type { Timeline } from "./timeline.ts";
import type { World } from "./world.ts";

/** Makes the choices of a run. A run with equal choices is the same run. */
export interface WorldChoices {
  /** Returns a latency from `least` to `most` milliseconds. */
  latency(least: number, most: number): number;
  /** Returns true with the probability `p`. */
  chance(p: number): boolean;
  /** Returns a whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number;
}

/** What everything on the network shares. */
export interface Fabric {
  readonly world: World;
  readonly choices: WorldChoices;
  /** Null unless the run is told in words. */
  readonly timeline: Timeline | null;
}
