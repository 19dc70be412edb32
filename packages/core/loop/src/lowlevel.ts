// For packages that build on this one. Programs find all they need in the index.
export { captureContext, Context, contextFor, ContextVar, copyContext, hostContextOf, Token } from "./execution/context.ts";
export type { ContextCell } from "./execution/context-cell.ts";
export type { Runnable, Timer } from "./execution/runnable.ts";
export { type RunningLoop, type Runtime, runtime, shared } from "./execution/runtime.ts";
export { setSnapshot } from "./execution/set-snapshot.ts";
export type { Enter, Snapshot } from "./execution/snapshot.ts";
export type { Driver } from "./host/driver.ts";
export {
  type AsyncScope,
  type Host,
  host,
  type HostModules,
  type HostProcess,
  type MessageChannelLike,
  type MessagePortLike,
  type ProcessEvent,
  setStackTraceLimit,
  stackTraces,
} from "./host/host.ts";
export { HostDriver } from "./host/host-driver.ts";
export type { ExceptionContext, ExceptionHandler } from "./reporting/exception-context.ts";
export type { Instrument } from "./reporting/instrument.ts";
export type { InstrumentedLoop, Instruments } from "./reporting/instruments.ts";
export type { Reporter } from "./reporting/reporter.ts";
export type { AdvancingClock, ChoiceKind, Choose, Chooser, ChooserOptions } from "./scheduling/chooser.ts";
export { checkCallback, Handle, TimerHandle } from "./scheduling/handle.ts";
export { checkRunnable, type RunState } from "./scheduling/check-runnable.ts";
export { deliver, type Finish } from "./scheduling/deliver.ts";
export { LoopCore } from "./scheduling/loop-core.ts";
export {
  abort,
  callBeforeWait,
  disown,
  driverOf,
  enqueue,
  hostWorkHeld,
  instrumentsOf,
  observeRuns,
  own,
  readyRunnables,
  runUntilStopped,
  schedule,
  setChooser,
  unschedule,
} from "./scheduling/loop-internals.ts";
export type { LoopResource } from "./scheduling/loop-resources.ts";
export { observePasses } from "./scheduling/observed-pass.ts";
export type { ReadyQueue } from "./scheduling/ready-queue.ts";
export { runInline } from "./scheduling/run-inline.ts";
export { Scheduler } from "./scheduling/scheduler.ts";
export { stepInside } from "./scheduling/step-inside.ts";
export { TimerHeap } from "./scheduling/timer-heap.ts";
export { brand, branded, nameOf } from "./support/brand.ts";
export { checkMilliseconds, checkOptions } from "./support/check.ts";
export { wrongArgument } from "./support/wrong-argument.ts";
export { disposable, dispose } from "./support/dispose.ts";
export { Fifo } from "./support/fifo.ts";
export { isAsyncFunction, isPlainFunction } from "./support/function-kind.ts";
export { GeneratorFunction } from "./support/generator-function.ts";
export type { Failure, Outcome } from "./support/outcome.ts";
export { asText, bounded, repr } from "./support/repr.ts";
