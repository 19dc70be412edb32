// A worker of a queue in a process of its own: `node job-worker.js PORT KIND`, where KIND is `bullmq` or `asyncio-ts`.
// Prints a line when it takes jobs.
import { type Job, Worker } from "bullmq";

const [port, kind] = process.argv.slice(2);
const options = { connection: { host: "127.0.0.1", port: Number(port) }, concurrency: 50 };

function* double(n: number) {
  return 2 * n;
}

if (kind === "asyncio-ts") {
  const { serveJobs } = await import("@asyncio-ts/bullmq");
  serveJobs("bench", { double }, options);
} else {
  const worker = new Worker("bench", async ({ data }: Job<{ n: number }>) => 2 * data.n, options);
  await worker.waitUntilReady();
}
console.log("ready");
