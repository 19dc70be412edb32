export {
  BrokenExecutor,
  type Executor,
  type JobControl,
  type JobFunctions,
  type JobResult,
  type Settle,
} from "@asyncio-ts/promise/lowlevel";
export { idle } from "./idle.ts";
export { nextFrame } from "./next-frame.ts";
export { PageLoop, type PageLoopOptions } from "./page-loop.ts";
export { runInExecutor } from "./run-in-executor.ts";
export { serveJobs } from "./serve-jobs.ts";
export { WorkerExecutor, type WorkerExecutorOptions } from "./worker-executor.ts";
export type { WorkerJob } from "./worker-job.ts";
export { workerModule, type WorkerModule } from "./worker-module.ts";
