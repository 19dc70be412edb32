import { hasRedis } from "../job-queue.ts";
import type { Workload } from "../workload.ts";
import { jobs } from "./jobs.ts";
import { blockingCall, threadJobs } from "./threads.ts";

/** The workloads in other threads and processes, each with the library that does the same by hand. */
export const outside: { workload: Workload; byHand: string }[] = [
  { workload: blockingCall, byHand: "synckit" },
  { workload: threadJobs, byHand: "piscina" },
  ...(hasRedis ? jobs.map((workload) => ({ workload, byHand: "BullMQ" })) : []),
];
