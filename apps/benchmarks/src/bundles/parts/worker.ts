import { serveJobs } from "@asyncio-ts/browser";
import { sleep } from "asyncio-ts";

serveJobs({ sleep });
