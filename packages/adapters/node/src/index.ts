export * from "@asyncio-ts/streams";
export { setDefaultExecutor, shutdownDefaultExecutor } from "./default-executor.ts";
export type { Executor, Settle } from "./executor.ts";
export { runInExecutor } from "./run-in-executor.ts";
