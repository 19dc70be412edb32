// For packages that turn events of the host into sources of items, as the bridges to emitters and Observables do.
export { Inbox } from "./inbox.ts";
export type { LoopBound } from "./loop-bound.ts";
export { type BufferOptions, BufferOverflowError, type Overflow } from "./overflow.ts";
