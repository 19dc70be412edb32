// For packages that build on this one. Programs find all they need in the index.
export { asCompleted, type AsCompleted } from "./combinators/as-completed.ts";
export type { Awaitable, AwaitableLike, Awaits, Coroutine, NeverAwaited, ResultOf, Startable, Trap } from "./coroutines/awaitable.ts";
export {
  captureCallGraph,
  type CallGraphOptions,
  formatCallGraph,
  type FutureCallGraph,
  printCallGraph,
} from "./diagnostics/call-graph.ts";
export type { CallSite } from "./coroutines/call-site.ts";
export { coroutine, isCoroutineFunction } from "./coroutines/coroutine.ts";
export { staggeredRace } from "./combinators/staggered-race.ts";
export { futureAddToAwaitedBy, futureDiscardFromAwaitedBy } from "./diagnostics/awaited-by.ts";
export { asyncGenerator, type Emit } from "./combinators/async-generator.ts";
export { createEagerTaskFactory, createTask, eagerTaskFactory } from "./running/create-task.ts";
export { allTasks, currentTask } from "./kernel/current-task.ts";
export { DeadlockError } from "./diagnostics/deadlock-error.ts";
export { ensureFuture, futureOf, isThenable } from "./kernel/ensure-future.ts";
export { CancelledError, InvalidStateError, TimeoutError } from "./kernel/errors.ts";
export { EventLoop, type TaskFactory, ThreadLoop } from "./kernel/event-loop.ts";
export { type ErrorClass, type ErrorFilter, ExceptionGroup } from "./combinators/exception-group.ts";
export { checkBody, checkBodyResult } from "./combinators/body.ts";
export { type ForEach, forEach } from "./combinators/for-each.ts";
export { Future, isFuture } from "./kernel/future.ts";
export { gather, type Gatherable, type Gathered, gatherSettled, type GatheredSettled } from "./combinators/gather.ts";
export { isCoroutine } from "./coroutines/generator.ts";
export { listOf } from "./coroutines/iterator-protocol.ts";
export { HostLoop, newEventLoop } from "./running/host-loop.ts";
export { type Iteratable, iterate, type Iteration, type Source } from "./combinators/iterate.ts";
export { type CoroutineRegistry, reportNeverAwaited } from "./coroutines/never-awaited.ts";
export { markCoroutineMethods, type OperationBody, operation } from "./coroutines/operation.ts";
export { tracksOperations, trackOperation, untrackOperation } from "./coroutines/operation-origin.ts";
export { completed } from "./coroutines/traps.ts";
export { adoptPromise, checkCanAwaitPromises } from "./kernel/adopt-promise.ts";
export {
  abandonTask,
  awaitedFutureOf,
  cancelWatchOf,
  hasFailed,
  numberOf,
  resumedTaskOf,
  setCancelWatch,
  setNeverAwaitedHandler,
} from "./kernel/task-internals.ts";
export type { AbortSignalLike } from "./running/abort-signal.ts";
export { KeyboardInterrupt } from "./running/keyboard-interrupt.ts";
export { run } from "./running/run.ts";
export { type Ran, Runner, type RunnerOptions } from "./running/runner.ts";
export { checkLoop } from "./kernel/check-loop.ts";
export { getEventLoop, getRunningLoop, setEventLoop } from "./kernel/running-loop.ts";
export { shareFutures } from "./kernel/shared-futures.ts";
export { shield } from "./combinators/shield.ts";
export { sleep } from "./combinators/sleep.ts";
export type { CancelWatch } from "./kernel/cancel-watch.ts";
export type { TaskOptions } from "./kernel/task-options.ts";
export { Task } from "./kernel/task.ts";
export { taskGroup, type TaskGroup } from "./combinators/task-group.ts";
export { type Timeout, timeout, timeoutAt } from "./combinators/timeout.ts";
export { type ReturnWhen, wait } from "./combinators/wait.ts";
export { waitFor } from "./combinators/wait-for.ts";
export type { Waiter } from "./kernel/waiter.ts";
