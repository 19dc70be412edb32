// For packages that build on this one. Programs find all they need in the index.
export { captureContext, Context, ContextVar, copyContext, hostContextOf, Token } from "./execution/context.ts";
export type { ContextCell } from "./execution/context-cell.ts";
export type { Runnable, Timer } from "./execution/runnable.ts";
export { type RunningLoop, type Runtime, runtime, setSnapshot, shared } from "./execution/runtime.ts";
export type { Enter, Snapshot } from "./execution/snapshot.ts";
export type { Driver } from "./host/driver.ts";
export {
  type AsyncScope,
  type Host,
  host,
  type HostModules,
  type HostProcess,
  type MessagePortLike,
  type ProcessEvent,
  stackTraces,
} from "./host/host.ts";
export { HostDriver } from "./host/host-driver.ts";
export type { ExceptionContext, ExceptionHandler } from "./reporting/exception-context.ts";
export type { Instrument } from "./reporting/instrument.ts";
export type { Instruments } from "./reporting/instruments.ts";
export type { Reporter } from "./reporting/reporter.ts";
export type { ChoiceKind, Choose } from "./scheduling/chooser.ts";
export { Handle, TimerHandle } from "./scheduling/handle.ts";
export { deliver } from "./scheduling/deliver.ts";
export { type Finish, LoopCore } from "./scheduling/loop-core.ts";
export {
  abort,
  checkRunnable,
  driverOf,
  enqueue,
  hostWorkHeld,
  instrumentsOf,
  runUntilStopped,
  schedule,
  setChooser,
  unschedule,
} from "./scheduling/loop-internals.ts";
export { runInline } from "./scheduling/run-inline.ts";
export { Scheduler } from "./scheduling/scheduler.ts";
export { stepInside } from "./scheduling/step-inside.ts";
export { brand, branded, nameOf } from "./support/brand.ts";
export { disposable, dispose } from "./support/dispose.ts";
export { Fifo } from "./support/fifo.ts";
export { GeneratorFunction } from "./support/generator-function.ts";
export type { Failure, Outcome } from "./support/outcome.ts";
export { repr } from "./support/repr.ts";
