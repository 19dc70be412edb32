import { repr } from "@asyncio-ts/loop/lowlevel";
import { type Deviation, formatDeviations, parseDeviations } from "@asyncio-ts/testing/lowlevel";
import { checkLinkValue, type LinkOptions } from "../network/link-settings.ts";
import { DEFAULT_MAX_STEPS, type RunSettings } from "./options.ts";

/** A run as data: its settings, and the choices that are not the default ones. */
export interface RecordedRun {
  readonly settings: RunSettings;
  readonly deviations: readonly Deviation[];
}

/** The letters of the settings. */
const LETTERS = { latency: "l", loss: "o", duplicate: "d", reorder: "r", bandwidth: "b" } as const;
const FORM = /^s(\d+)((?:[lodrbm][\d.e+-]+(?:~[\d.e+-]+)?)*)-([0-9a-zA-Z]*)$/;
const SETTING = /([lodrbm])(\d[\d.]*(?:e[+-]\d+)?)(?:~(\d[\d.]*(?:e[+-]\d+)?))?/g;

/**
 * Returns a run as text: the seed, settings other than the defaults, and three or more characters for each choice that is not the default.
 *
 *     s1-               the first run of seed 1
 *     s7l5~20o0.1-8a31k   seed 7, a latency of 5 to 20 ms, a loss of 10 %; two choices
 */
export function formatRun({ settings: { seed, maxSteps, link }, deviations }: RecordedRun): string {
  let text = `s${seed}`;
  for (const [name, letter] of Object.entries(LETTERS)) {
    const value = link[name as keyof LinkOptions];
    if (value !== undefined && value !== Infinity) text += letter + (typeof value === "number" ? String(value) : value.join("~"));
  }
  if (maxSteps !== DEFAULT_MAX_STEPS) text += `m${maxSteps}`;
  return `${text}-${formatDeviations(deviations)}`;
}

/** Parses the text of a run. @throws TypeError if it is none */
export function parseRun(text: unknown): RecordedRun {
  const parsed = typeof text === "string" ? parse(text) : null;
  if (parsed !== null) return parsed;
  throw new TypeError(`simulate: the schedule of a SimulationError was expected as replay, such as "s1-30k", got ${repr(text)}`);
}

function parse(text: string): RecordedRun | null {
  const [, seed, values, body] = FORM.exec(text) ?? [];
  const deviations = body === undefined ? null : parseDeviations(body);
  if (deviations === null) return null;
  const link: Record<string, unknown> = {};
  let maxSteps = DEFAULT_MAX_STEPS;
  for (const [, letter, value, most] of values!.matchAll(SETTING)) {
    if (letter === "m") maxSteps = Number(value);
    const name = Object.entries(LETTERS).find(([, other]) => other === letter)?.[0];
    if (name !== undefined) link[name] = most === undefined ? Number(value) : [Number(value), Number(most)];
  }
  try {
    for (const name of Object.keys(link)) checkLinkValue("simulate", name as keyof LinkOptions, link[name]);
  } catch {
    return null;
  }
  return { settings: { seed: Number(seed), maxSteps, link }, deviations };
}
