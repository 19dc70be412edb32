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
  { program: "asyncio-ts", title: "run, createTask, sleep, cancel", production: 11_280, development: 14_510 },
  { program: "parts/lock", title: "… and a Lock", production: 12_630, development: 15_910 },
  { program: "parts/queue", title: "… and a Queue", production: 12_840, development: 16_220 },
  { program: "parts/promise", title: "toPromise, fromPromise", production: 11_450, development: 14_740 },
  { program: "parts/rxjs", title: "run, firstValue, toObservable", production: 11_940, development: 15_220 },
  { program: "parts/page", title: "PageLoop, nextFrame", production: 12_350, development: 15_700 },
  { program: "parts/worker", title: "serveJobs, in a worker", production: 13_000, development: 16_450 },
  { program: "parts/worker-module", title: "WorkerExecutor, workerModule", production: 14_800, development: 18_350 },
];

/** Bundles a program of the table. */
export function sizeOf(program: string, mode: Mode, more: BuildOptions = {}): Promise<number> {
  const file = fileURLToPath(new URL(`../src/bundles/${program}.ts`, import.meta.url));
  return bundledSize({ entryPoints: [file], external: ["node:*", "rxjs"], ...more }, mode);
}
