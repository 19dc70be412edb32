export { type Emit, observable } from "./observable.ts";
export type { ObservableLike, PlatformObservable } from "./observable-like.ts";
export { type BufferOptions, BufferOverflowError, type Overflow } from "./overflow.ts";
export { type Reader, subscribe } from "./reader.ts";
export { toObservable } from "./to-observable.ts";
export { firstValue, lastValue, type ValueOptions } from "./value.ts";
