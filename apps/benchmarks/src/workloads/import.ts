import { atMost, type Setup, type Workload } from "../workload.ts";

/** Measures the milliseconds of loading a library. */
const timed =
  (load: () => Promise<unknown>): Setup =>
  () =>
  async () => {
    const start = performance.now();
    await load();
    return { value: performance.now() - start, checksum: 1 };
  };

/** Measures the time of importing a library. */
export const importing: Workload = {
  name: "import",
  title: "import",
  unit: "ms",
  operations: 1,
  measure: "custom",
  targets: { "asyncio-ts": atMost(10, 5) },
  python: "import_asyncio.py",
  peers: {
    "asyncio-ts": timed(() => import("asyncio-ts")),
    effect: timed(() => import("effect")),
    effection: timed(() => import("effection")),
    rxjs: timed(() => import("rxjs")),
    "redux-saga": timed(() => import("redux-saga")),
    co: timed(() => import("co")),
  },
};
