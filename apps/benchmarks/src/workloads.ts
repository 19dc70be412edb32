import { atMost, type Workload } from "./workload.ts";
import { awaitFinished } from "./workloads/await-finished.ts";
import { bundles } from "./workloads/bundle.ts";
import { call } from "./workloads/call.ts";
import { cancel } from "./workloads/cancel.ts";
import { chains, recursions } from "./workloads/chain.ts";
import { eager } from "./workloads/eager.ts";
import { exploring } from "./workloads/explore.ts";
import { effectionEvents } from "./workloads/effection-events.ts";
import { effectionRecursion } from "./workloads/effection-recursion.ts";
import { gather } from "./workloads/gather.ts";
import { importing } from "./workloads/import.ts";
import { latencies } from "./workloads/latency.ts";
import { locks } from "./workloads/lock.ts";
import { observables } from "./workloads/observable.ts";
import { outside } from "./workloads/outside.ts";
import { parkedWorkload } from "./workloads/parked.ts";
import { promise } from "./workloads/promise.ts";
import { queues } from "./workloads/queue.ts";
import { resumptions } from "./workloads/resume.ts";
import { sleeps } from "./workloads/sleeps.ts";
import { sockets } from "./workloads/sockets.ts";
import { spawns, spawnWorkload } from "./workloads/spawn.ts";
import { switches } from "./workloads/switch.ts";
import { taskGroup } from "./workloads/task-group.ts";
import { timeLimit } from "./workloads/time-limit.ts";
import { timer } from "./workloads/timer.ts";
import { waitFor } from "./workloads/wait-for.ts";

/** The workloads of the table, in its order. */
export const tableWorkloads: Workload[] = [
  ...switches,
  ...spawns,
  eager,
  gather,
  taskGroup,
  call,
  awaitFinished,
  ...chains,
  ...resumptions,
  ...recursions,
  ...queues,
  ...locks,
  timer,
  sleeps,
  waitFor,
  timeLimit,
  cancel,
  promise,
  ...observables,
  effectionRecursion,
  effectionEvents,
  parkedWorkload(1_000_000, { "asyncio-ts": atMost(400, 350) }),
  ...latencies,
  exploring,
  importing,
  ...bundles,
];

/** The workloads for the plots of cost by the number of tasks. */
export const growthWorkloads: Workload[] = [
  ...[10_000, 1_000_000].map((tasks) => spawnWorkload(tasks, true, {})),
  ...[1_000, 10_000, 100_000, 1_000_000].map(withoutCollection),
  ...[1_000, 10_000, 100_000].map((tasks) => parkedWorkload(tasks, {})),
];

/** Returns the spawn workload without garbage collection. */
function withoutCollection(tasks: number): Workload {
  const { python: _, title, ...spawn } = spawnWorkload(tasks, true, {});
  return { ...spawn, name: `work-${tasks}`, title: `${title}, without garbage collection`, measure: "work" };
}

/** Workloads that `--only` selects by one name. */
export const groups: Partial<Record<string, readonly Workload[]>> = { table: tableWorkloads, growth: growthWorkloads };

/** All workloads. */
export const allWorkloads: Workload[] = [...tableWorkloads, ...growthWorkloads, ...outside.map(({ workload }) => workload), ...sockets];
