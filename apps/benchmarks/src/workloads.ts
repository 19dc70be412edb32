import { atMost, type Workload } from "./workload.ts";
import { awaitFinished } from "./workloads/await-finished.ts";
import { bundle } from "./workloads/bundle.ts";
import { call } from "./workloads/call.ts";
import { cancel } from "./workloads/cancel.ts";
import { chains, recursions } from "./workloads/chain.ts";
import { eager } from "./workloads/eager.ts";
import { gather } from "./workloads/gather.ts";
import { importing } from "./workloads/import.ts";
import { latencies } from "./workloads/latency.ts";
import { locks } from "./workloads/lock.ts";
import { observables } from "./workloads/observable.ts";
import { parking } from "./workloads/parked.ts";
import { promise } from "./workloads/promise.ts";
import { queues } from "./workloads/queue.ts";
import { resumptions } from "./workloads/resume.ts";
import { sleeps } from "./workloads/sleeps.ts";
import { spawning, spawns } from "./workloads/spawn.ts";
import { switches } from "./workloads/switch.ts";
import { taskGroup } from "./workloads/task-group.ts";
import { timeLimit } from "./workloads/time-limit.ts";
import { timer } from "./workloads/timer.ts";
import { waitFor } from "./workloads/wait-for.ts";

/** The rows of the table. */
export const rows: Workload[] = [
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
  parking(1_000_000, { "asyncio-ts": atMost(400, 350) }),
  ...latencies,
  importing,
  bundle,
];

/** Beside rows of the table, what a task costs, in time and in bytes, the more there are. */
export const growth: Workload[] = [
  ...[10_000, 1_000_000].map((tasks) => spawning(tasks, true, {})),
  ...[1_000, 10_000, 100_000, 1_000_000].map(work),
  ...[1_000, 10_000, 100_000].map((tasks) => parking(tasks, {})),
];

/** What the programs themselves do for a task, and V8 is not asked to clean up. */
function work(tasks: number): Workload {
  const { python: _, title, ...spawn } = spawning(tasks, true, {});
  return { ...spawn, name: `work-${tasks}`, title: `${title}, without garbage collection`, measure: "work" };
}

/** All that can be measured. */
export const everything: Workload[] = [...rows, ...growth];
