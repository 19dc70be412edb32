// Waits before it serves its jobs, so that messages which were sent earlier would be lost.
import { serveJobs } from "@asyncio-ts/browser";
import * as jobs from "./jobs.ts";

await new Promise((resolve) => setTimeout(resolve, 50));
serveJobs(jobs);
