// A worker process of the program `jobs`: `node job-worker.js PORT`. Prints a line when it takes jobs.
import { currentJob, serveJobs } from "@asyncio-ts/bullmq";
import { type Coroutine, sleep } from "asyncio-ts";

/** The functions that run as jobs. */
export const functions = {
  *square(n: number): Coroutine<{ square: number; pid: number; runs: number }> {
    yield* sleep(10);
    return { square: n * n, pid: process.pid, runs: currentJob()!.attempt };
  },
};

const port = Number(process.argv[2]);
// The defaults of 30 s suit real jobs better, but they would make the gallery wait for a minute. On a busy machine a job may then stall
// although its worker lives.
const patience = { lockDuration: 4000, stalledInterval: 1000, maxStalledCount: 10 };
serveJobs("demo", functions, { connection: { host: "127.0.0.1", port }, concurrency: 50, ...patience });
console.log("ready");
