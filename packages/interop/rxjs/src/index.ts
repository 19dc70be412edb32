export { type BufferOptions, BufferOverflowError, type Overflow } from "@asyncio-ts/sync/lowlevel";
export { loopScheduler } from "./loop-scheduler.ts";
export { concatMapTask, exhaustMapTask, type MapTask, mergeMapTask, switchMapTask } from "./map-task.ts";
export { type Emit, observable } from "./observable.ts";
export type { ObservableLike, PlatformObservable } from "./observable-like.ts";
export { subscribe, type SubscriptionSource } from "./subscription-source.ts";
export { toObservable } from "./to-observable.ts";
export { firstValue, lastValue, type ValueOptions } from "./value.ts";
