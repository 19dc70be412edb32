import { fileURLToPath } from "node:url";
import { bundledSize, type Mode } from "../bundle.ts";
import { atMost, type Setup, type Workload } from "../workload.ts";

/** Bundles a program of `bundles`. */
const bundled =
  (program: string, mode?: Mode): Setup =>
  () =>
  async () => {
    const file = fileURLToPath(new URL(`../../src/bundles/${program}.ts`, import.meta.url));
    return { value: await bundledSize({ entryPoints: [file] }, mode), checksum: 1 };
  };

/** Measures the bytes that a page in production loads for a program that starts a task, sleeps and cancels the task. */
const production: Workload = {
  name: "bundle",
  title: "page of spawn + sleep + cancel, production, min + gzip",
  unit: "bytes",
  operations: 1,
  measure: "custom",
  targets: { "asyncio-ts": atMost(6_500, 4_096) },
  peers: {
    "asyncio-ts": bundled("asyncio-ts"),
    effect: bundled("effect"),
    effection: bundled("effection"),
    rxjs: bundled("rxjs"),
    "redux-saga": bundled("redux-saga"),
    "abort-controller-x": bundled("abort-controller-x"),
    caf: bundled("caf"),
  },
};

/** Measures the same for a page in development, which has all messages and diagnostics. */
const development: Workload = {
  ...production,
  name: "bundle-development",
  title: "page of spawn + sleep + cancel, development, min + gzip",
  targets: { "asyncio-ts": { of: "unit", must: 9_500, goal: 9_500 } },
  peers: { "asyncio-ts": bundled("asyncio-ts", "development") },
};

export const bundles: Workload[] = [production, development];
