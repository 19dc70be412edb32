// What packages are built with that give tasks what the host gives. Programs need none of it.
export { Inbox } from "./inbox.ts";
export type { LoopBound } from "./loop-bound.ts";
export { type BufferOptions, BufferOverflowError, type Overflow } from "./overflow.ts";
