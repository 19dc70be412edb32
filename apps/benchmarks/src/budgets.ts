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
  { program: "asyncio-ts", title: "run, createTask, sleep, cancel", production: 11_400, development: 14_650 },
  { program: "parts/lock", title: "… and a Lock", production: 12_750, development: 16_000 },
  { program: "parts/queue", title: "… and a Queue", production: 12_950, development: 16_350 },
  { program: "parts/promise", title: "toPromise, fromPromise", production: 11_500, development: 14_800 },
  { program: "parts/rxjs", title: "run, firstValue, toObservable", production: 12_050, development: 15_350 },
  { program: "parts/page", title: "PageLoop, nextFrame", production: 12_350, development: 15_700 },
  { program: "parts/worker", title: "serveJobs, in a worker", production: 13_000, development: 16_450 },
  { program: "parts/worker-module", title: "WorkerExecutor, workerModule", production: 14_800, development: 18_300 },
];

/** Bundles a program of the table. */
export function sizeOf(program: string, mode: Mode, more: BuildOptions = {}): Promise<number> {
  const file = fileURLToPath(new URL(`../src/bundles/${program}.ts`, import.meta.url));
  return bundledSize({ entryPoints: [file], external: ["node:*", "rxjs"], ...more }, mode);
}
