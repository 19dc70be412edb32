import { serveJobs } from "@asyncio-ts/browser";
import * as jobs from "./jobs.ts";

serveJobs(jobs);
