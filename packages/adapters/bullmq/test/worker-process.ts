// A worker in a process of its own: `worker-process.ts PORT OPTIONS`. It prints "ready" when it takes jobs.
import { serveJobs } from "@asyncio-ts/bullmq";
import { run } from "@asyncio-ts/tasks";
import { Redis } from "ioredis";
import * as jobs from "./jobs.ts";

const [port, options] = process.argv.slice(2);
const connection = { host: "127.0.0.1", port: Number(port) };

await run(function* () {
  const worker = serveJobs("test", jobs, {
    connection,
    concurrency: 20,
    lockDuration: 2000,
    stalledInterval: 500,
    onError: (error) => console.error(String(error)),
    ...JSON.parse(options!),
  });
  const client = new Redis({ ...connection, maxRetriesPerRequest: null });
  client.on("error", () => {});
  void client.ping().then(() => {
    client.disconnect();
    console.log("ready");
  });
  yield* worker.serveForever();
});
console.log("closed");
