import { fileURLToPath } from "node:url";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { surface } from "./surface.ts";
import { allTrials, describe, type Mode, type Trial } from "./trial.ts";

const REPORTS = fileURLToPath(new URL("../../../docs/api", import.meta.url));

/** The order of trials. */
export interface Order {
  modules: string[];
  /** The number of trials of a complete pass; trials beyond it repeat at random. */
  readonly size: number;
  at(index: number): Trial;
}

/** Most trials run on virtual time, because the others wait for the host. */
const MODES: readonly Mode[] = ["virtual", "host", "outside"];
const SHARE: Record<Mode, number> = { virtual: 95, host: 4, outside: 1 };

/** Returns the trials of a seed: each is chosen at random, and depends on the seed and its index only. */
export function randomOrder(seed: number, match: string): Order {
  const trials = matching(match);
  const byMode = Map.groupBy(trials, ({ mode }) => mode);
  const modules = modulesOf(trials);
  return {
    modules,
    size: Infinity,
    at(index) {
      const random = xoroshiro128plus((seed ^ Math.imul(index + 1, 0x9e3779b1)) | 0);
      let share = uniformInt(random, 0, 99);
      let mode: Mode = "virtual";
      for (const candidate of MODES) {
        mode = candidate;
        if (share < SHARE[candidate]) break;
        share -= SHARE[candidate];
      }
      const list = byMode.get(mode) ?? trials;
      return list[uniformInt(random, 0, list.length - 1)]!;
    },
  };
}

/** Returns every trial once. */
export function completeOrder(match: string): Order {
  const trials = matching(match).toSorted((a, b) => MODES.indexOf(a.mode) - MODES.indexOf(b.mode));
  return { modules: modulesOf(trials), size: trials.length, at: (index) => trials[index]! };
}

function matching(text: string): Trial[] {
  return allTrials(surface(REPORTS)).filter((trial) => describe(trial).includes(text));
}

function modulesOf(trials: readonly Trial[]): string[] {
  return [...new Set(trials.map(({ target }) => target.module))];
}
