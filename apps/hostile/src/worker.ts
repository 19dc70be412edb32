import { parentPort, workerData } from "node:worker_threads";
import type { Finding } from "./findings.ts";
import { Laboratory } from "./laboratory.ts";
import { completeOrder, randomOrder } from "./order.ts";

/** The job of a worker: trials from an index on, until a time or an index. */
export interface Job {
  /** Null for every trial once. */
  seed: number | null;
  /** A text that all trials have in their descriptions. */
  match: string;
  from: number;
  to: number;
  /** The end, as `Date.now()` has it. */
  deadline: number;
  /** The index of the trial at work, which the campaign watches. */
  current: Int32Array;
}

export type Message = { index: number; finding: Finding } | { done: number } | { ready: true };

const { seed, match, from, to, deadline, current } = workerData as Job;
const order = seed === null ? completeOrder(match) : randomOrder(seed, match);
const laboratory = await Laboratory.open(order.modules);
parentPort!.postMessage({ ready: true } satisfies Message);

let index = from;
for (; index < Math.min(to, order.size) && Date.now() < deadline; index++) {
  Atomics.store(current, 0, index);
  for (const finding of await laboratory.perform(order.at(index))) parentPort!.postMessage({ index, finding } satisfies Message);
}
parentPort!.postMessage({ done: index } satisfies Message);
// A trial may have left something that keeps the thread alive.
setTimeout(() => process.exit(), 100);
