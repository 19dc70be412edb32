import type { Work } from "../workload.ts";
import { atMost, type Workload } from "../workload.ts";

/** Loads a library, and says how many milliseconds that took. */
const timed =
  (load: () => Promise<unknown>): Work =>
  () =>
  async () => {
    const began = performance.now();
    await load();
    return { value: performance.now() - began, checksum: 1 };
  };

/** What a program pays for a library before it begins. */
export const importing: Workload = {
  name: "import",
  title: "import",
  unit: "ms",
  operations: 1,
  measure: "itself",
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
