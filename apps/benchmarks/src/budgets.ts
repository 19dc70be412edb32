import { fileURLToPath } from "node:url";
import type { BuildOptions } from "esbuild";
import { bundledSize, type Mode } from "./bundle.ts";

/** A small program, and the bytes that CI allows it in each mode, minified and gzipped, without foreign libraries. */
interface Budget extends Record<Mode, number> {
  readonly program: string;
  readonly title: string;
}

/** The distance to the goals is in docs/decisions/0026-editions-for-pages.md. */
export const budgets: readonly Budget[] = [
  { program: "asyncio-ts", title: "run, createTask, sleep, cancel", production: 11_300, development: 14_500 },
  { program: "parts/lock", title: "… and a Lock", production: 12_600, development: 15_900 },
  { program: "parts/queue", title: "… and a Queue", production: 12_850, development: 16_250 },
  { program: "parts/promise", title: "toPromise, fromPromise", production: 11_350, development: 14_650 },
  { program: "parts/rxjs", title: "run, firstValue, toObservable", production: 11_950, development: 15_250 },
];

/** Bundles a program of the table. */
export function sizeOf(program: string, mode: Mode, more: BuildOptions = {}): Promise<number> {
  const file = fileURLToPath(new URL(`../src/bundles/${program}.ts`, import.meta.url));
  return bundledSize({ entryPoints: [file], external: ["node:*", "rxjs"], ...more }, mode);
}
