import { repr } from "@asyncio-ts/loop/lowlevel";
import { type Deviation, formatDeviations, parseDeviations } from "./deviations.ts";

/** The limits within which schedules are explored, and repeated. */
export interface ScheduleSettings {
  /** `"fair"`: the order within a pass, and the time. `"asyncio"`: only the time, and the order of equal deadlines. */
  readonly order: "fair" | "asyncio";
  /** The milliseconds that a slow step may take, so that deadlines pass although work is ready. */
  readonly slack: number;
  /** The steps after which a run counts as a livelock. */
  readonly maxSteps: number;
}

export const DEFAULT_SETTINGS: ScheduleSettings = { order: "fair", slack: 50, maxSteps: 20_000 };

/** A schedule of a program: asyncio's order, except for the deviations. */
export interface Schedule {
  readonly settings: ScheduleSettings;
  readonly deviations: readonly Deviation[];
}

const FORM = /^([fa])(?:s(\d+(?:\.\d+)?))?(?:m(\d+))?-([0-9a-zA-Z]*)$/;

/**
 * Returns the text of a schedule: the order, settings other than the defaults, and three or more characters a deviation.
 *
 *     f-8a31k        fair; one deviation after 8 choices, one after 3 more
 *     as10-          asyncio's order, a slack of 10 ms, no deviation
 */
export function formatSchedule({ settings, deviations }: Schedule): string {
  const { order, slack, maxSteps } = settings;
  let text = order[0]!;
  if (slack !== DEFAULT_SETTINGS.slack) text += `s${slack}`;
  if (maxSteps !== DEFAULT_SETTINGS.maxSteps) text += `m${maxSteps}`;
  return `${text}-${formatDeviations(deviations)}`;
}

/** Parses the text of a schedule. @throws TypeError if it is none */
export function parseSchedule(caller: string, text: unknown): Schedule {
  const parsed = typeof text === "string" ? parse(text) : null;
  if (parsed === null) {
    throw new TypeError(`${caller}: the schedule of an ExplorationError was expected, such as "f-30k", got ${repr(text)}`);
  }
  return parsed;
}

function parse(text: string): Schedule | null {
  const [, order, slack, maxSteps, body] = FORM.exec(text) ?? [];
  if (order === undefined) return null;
  const settings: ScheduleSettings = {
    order: order === "f" ? "fair" : "asyncio",
    slack: slack === undefined ? DEFAULT_SETTINGS.slack : Number(slack),
    maxSteps: maxSteps === undefined ? DEFAULT_SETTINGS.maxSteps : Number(maxSteps),
  };
  const deviations = parseDeviations(body!);
  return deviations === null ? null : { settings, deviations };
}
