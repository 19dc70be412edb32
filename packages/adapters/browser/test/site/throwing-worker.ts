// A worker that fails before it serves its jobs.
import { serveJobs } from "@asyncio-ts/browser";

serveJobs(broken());

function broken(): object {
  throw new Error("broken at its start");
}
