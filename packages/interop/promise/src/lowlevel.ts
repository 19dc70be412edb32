// For packages that build on this one: executors, which run jobs outside the loop. Programs find the rest in the index.
export { type Answer, type SendAnswer, sendError, sendResult, settleBy, unsendable } from "./executors/answer.ts";
export { BrokenExecutor } from "./executors/broken-executor.ts";
export { callFunction, exportNamed, type JobBody } from "./executors/call-function.ts";
export { checkSettle } from "./executors/check-settle.ts";
export type { Executor, Settle } from "./executors/executor.ts";
export type { JobControl } from "./executors/job-control.ts";
export { type JobFunctions, jobFunctions, type JobResult } from "./executors/job-functions.ts";
export { isExecutor, submitTo } from "./executors/job-future.ts";
export { messageOf } from "./executors/message-of.ts";
export { decodeThrown, type EncodedError, type EncodedThrown, encodeThrown } from "./executors/remote-error.ts";
export { registerErrorClass } from "./executors/remote-error-class.ts";
