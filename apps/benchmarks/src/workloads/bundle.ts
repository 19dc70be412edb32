import { fileURLToPath } from "node:url";
import { bundledSize } from "../bundle.ts";
import { atMost, type Setup, type Workload } from "../workload.ts";

/** Bundles a program of `bundles`. */
const bundled =
  (program: string): Setup =>
  () =>
  async () => {
    const file = fileURLToPath(new URL(`../../src/bundles/${program}.ts`, import.meta.url));
    return { value: await bundledSize({ entryPoints: [file] }), checksum: 1 };
  };

/** Measures the bytes that a page loads for a program that starts a task, sleeps and cancels the task. */
export const bundle: Workload = {
  name: "bundle",
  title: "bundle of spawn + sleep + cancel, min + gzip",
  unit: "bytes",
  operations: 1,
  measure: "custom",
  targets: { "asyncio-ts": atMost(4_500, 4_096) },
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
