// All that packages on this loop are built with. What programs use of it is the index.
export { brand, branded, nameOf } from "./brand.ts";
export type { ChoiceKind, Choose } from "./choose.ts";
export { captureContext, Context, ContextVar, copyContext, enterOf, stepInside, Token } from "./context.ts";
export { disposable, dispose } from "./dispose.ts";
export type { Driver } from "./driver.ts";
export type { ExceptionContext, ExceptionHandler } from "./exception-context.ts";
export { Handle, TimerHandle } from "./handle.ts";
export { HostDriver } from "./host-driver.ts";
export { type AsyncScope, type Host, host, type HostModules, type HostProcess, type MessagePortLike, stackTraces } from "./host.ts";
export type { Instrument } from "./instrument.ts";
export type { Instruments } from "./instruments.ts";
export { type Finish, LoopCore } from "./loop-core.ts";
export { type Realm, realm, shared } from "./realm.ts";
export type { Reporter } from "./reporter.ts";
export { repr } from "./repr.ts";
export { Ring } from "./ring.ts";
export type { Runnable, Timer } from "./runnable.ts";
export { type Enter, setSnapshot, type Snapshot } from "./snapshot.ts";
