import { checkOptions as checkObject, repr } from "@asyncio-ts/loop/lowlevel";
import { DEFAULT_SETTINGS, type ScheduleSettings } from "./schedule.ts";

/** Options of `explore`. */
export interface ExploreOptions {
  /** The most schedules to run; 1,000 by default. */
  runs?: number | undefined;
  /** The seed of the random choices; a fixed one by default, so that a test is the same each time. */
  seed?: number | undefined;
  /**
   * `"exhaustive"`: all schedules with no deviation from asyncio's order, then with one, two, and so on. `"pct"`: random
   * priorities. `"random"`: random choices. By default schedules with few deviations first, then the other two in turn.
   */
  strategy?: "random" | "pct" | "exhaustive" | undefined;
  /** The most deviations of the exhaustive part: 2 by default, unlimited for `"exhaustive"`. */
  deviations?: number | undefined;
  /**
   * `"fair"`, the default: the order within a pass of the loop, and the time. `"asyncio"`: the time, and the order of equal
   * deadlines, for programs that rely on the order of `callSoon`.
   */
  order?: "fair" | "asyncio" | undefined;
  /** The milliseconds that a single step may take, so that deadlines pass meanwhile; 50 by default. */
  slack?: number | undefined;
  /** The steps after which a run counts as a livelock; 20,000 by default. */
  maxSteps?: number | undefined;
}

/** The options of an exploration, checked and complete. */
export interface CheckedOptions {
  readonly runs: number;
  readonly seed: number;
  readonly strategy: ExploreOptions["strategy"];
  readonly deviations: number;
  readonly settings: ScheduleSettings;
}

const NAMES = ["runs", "seed", "strategy", "deviations", "order", "slack", "maxSteps"];

/**
 * Checks the options of an exploration.
 *
 * @throws TypeError if an option is unknown or of another kind
 * @throws RangeError if a number is out of range
 */
export function checkOptions(caller: string, options: ExploreOptions): CheckedOptions {
  checkObject(caller, options);
  for (const name of Object.keys(options)) {
    if (!NAMES.includes(name)) throw new TypeError(`${caller}: an option of ${NAMES.join(", ")} was expected, got ${name}${hintOf(name)}`);
  }
  const { strategy, order } = options;
  oneOf(caller, "strategy", strategy, ["random", "pct", "exhaustive"]);
  oneOf(caller, "order", order, ["fair", "asyncio"]);
  return {
    runs: number(caller, "runs", options.runs, 1000, 1, true),
    seed: number(caller, "seed", options.seed, 1, -Infinity, true),
    strategy,
    deviations: number(caller, "deviations", options.deviations, strategy === "exhaustive" ? Infinity : 2, 0, true),
    settings: {
      order: order ?? DEFAULT_SETTINGS.order,
      slack: number(caller, "slack", options.slack, DEFAULT_SETTINGS.slack, 0, false),
      maxSteps: number(caller, "maxSteps", options.maxSteps, DEFAULT_SETTINGS.maxSteps, 1, true),
    },
  };
}

function hintOf(name: string): string {
  return name === "loop"
    ? "; each schedule runs on a VirtualLoop of its own, because only a loop that owns its thread can be explored"
    : "";
}

function oneOf(caller: string, name: string, value: unknown, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value as string)) return;
  throw new TypeError(`${caller}: one of "${allowed.join('", "')}" was expected as ${name}, got ${repr(value)}`);
}

function number(caller: string, name: string, value: unknown, fallback: number, least: number, whole: boolean): number {
  if (value === undefined) return fallback;
  const kind = `${whole ? "a whole number" : "a number"}${least === -Infinity ? "" : ` from ${least} on`}`;
  if (typeof value !== "number") throw new TypeError(`${caller}: ${kind} was expected as ${name}, got ${repr(value)}`);
  if (value >= least && (whole ? Number.isInteger(value) || value === fallback : Number.isFinite(value))) return value;
  throw new RangeError(`${caller}: ${kind} was expected as ${name}, got ${repr(value)}`);
}
