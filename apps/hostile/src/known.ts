import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Kind } from "./laboratory.ts";
import { nameOf, type Trial } from "./trial.ts";

/** The open defects, by function, kind and hostile value. */
export type Known = Record<string, Partial<Record<Kind, string[]>>>;

const FILE = new URL("../known-findings.json", import.meta.url);

/** Reads the findings that are expected until they are mended. */
export function readKnown(): Known {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : {};
}

export function writeKnown(known: Known): void {
  const sorted = Object.fromEntries(Object.entries(known).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  for (const kinds of Object.values(sorted)) for (const list of Object.values(kinds)) list.sort();
  writeFileSync(FILE, `${JSON.stringify(sorted, null, 2)}\n`);
}

export function keyOf({ target }: Trial): string {
  return `${target.module} ${nameOf(target)}`;
}

/** Returns whether a function is known to yield to a value. The kind is left out, because it may depend on the loop. */
export function isKnown(known: Known, trial: Trial): boolean {
  return Object.values(known[keyOf(trial)] ?? {}).some((list) => list.includes(trial.value));
}

export function addKnown(known: Known, trial: Trial, kind: Kind): void {
  const list = ((known[keyOf(trial)] ??= {})[kind] ??= []);
  if (!list.includes(trial.value)) list.push(trial.value);
}

/** Returns the number of open defects. */
export function countKnown(known: Known): number {
  return Object.values(known).reduce((sum, kinds) => sum + Object.values(kinds).reduce((n, list) => n + list.length, 0), 0);
}
