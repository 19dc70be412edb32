// For packages that build on this one. Programs find all they need in the index.
export {
  BrokenExecutor,
  checkSettle,
  decodeThrown,
  type EncodedError,
  type EncodedThrown,
  encodeThrown,
  type Executor,
  type JobControl,
  type JobFunctions,
  type JobResult,
  registerErrorClass,
  type Settle,
} from "@asyncio-ts/promise/lowlevel";
export { BlockingLoop } from "./blocking/blocking-loop.ts";
export { HostPromiseError } from "./blocking/host-promise-error.ts";
export { IoThreadError } from "./blocking/io-thread-error.ts";
export { connectReadPipe, connectWritePipe, type ReadablePipe, type WritablePipe } from "./pipes/connect-pipe.ts";
export { stdin, stdout } from "./pipes/standard-streams.ts";
export type { CommunicateOptions } from "./processes/communicate.ts";
export { createSubprocessExec, createSubprocessShell } from "./processes/create-subprocess.ts";
export { Process } from "./processes/process.ts";
export { ProcessLookupError } from "./processes/process-lookup-error.ts";
export { type DescriptorStream, DEVNULL, PIPE, STDOUT, type Stdio } from "./processes/stdio.ts";
export type { SubprocessOptions } from "./processes/subprocess-options.ts";
export { addSignalHandler, removeSignalHandler } from "./signals/signal-handlers.ts";
export type { SignalName } from "./signals/signal-name.ts";
export { setDefaultExecutor, shutdownDefaultExecutor } from "./threads/default-executor.ts";
export { runCoroutineThreadsafe } from "./threads/run-coroutine-threadsafe.ts";
export { runInExecutor } from "./threads/run-in-executor.ts";
export type { ThreadJob } from "./threads/thread-job.ts";
export { threadModule, type ThreadModule } from "./threads/thread-module.ts";
export { ThreadPoolExecutor, type ThreadPoolOptions } from "./threads/thread-pool-executor.ts";
export { toThread } from "./threads/to-thread.ts";
export { nodeNetwork } from "./network/node-network.ts";
