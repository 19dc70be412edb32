import type { ErrorSpec } from "./flow.ts";
import type { Block, Slot } from "./program.ts";

interface About {
  target: Slot;
}

export type Primitive =
  | { kind: "Lock" | "Event" }
  /** Over a lock of its own unless one is named. */
  | { kind: "Condition"; lock?: Slot }
  | { kind: "Semaphore" | "BoundedSemaphore"; value: number }
  | { kind: "Barrier"; parties: number }
  | { kind: "Queue" | "LifoQueue" | "PriorityQueue"; maxsize: number; ties?: boolean };

/** Mostly of few priorities. A queue that was made with `ties` takes those of equal priority as equal. */
export interface Item {
  priority: number;
  mark: number;
}

/** Coroutines of primitives. */
export type SyncExpression =
  | ({ kind: "call"; method: "acquire" | "wait" | "reset" | "abort" | "get" | "join" } & About)
  | ({ kind: "put"; item: Item } & About)
  /** Until the program's count is at least that; then the predicate raises the error, if there is one. */
  | ({ kind: "waitUntil"; count: number; error?: ErrorSpec } & About);

export type SyncStatement =
  | { op: "make"; slot: Slot; primitive: Primitive }
  | ({ op: "call"; method: "release" | "set" | "clear" | "notifyAll" | "taskDone" } & About)
  | ({ op: "notify"; n: number } & About)
  | ({ op: "putNowait"; items: Item[] } & About)
  | ({ op: "getNowait"; times: number } & About)
  | ({ op: "shutdown"; immediate?: boolean } & About)
  /** Records what it tells of itself. */
  | ({ op: "ask" } & About)
  /** Adds one to the program's count. */
  | { op: "count" }
  /** Acquires around the body; `using` has the lock's permit disposed of. */
  | ({ op: "hold"; body: Block; using?: boolean } & About)
  /** Takes that many items, or until the queue is shut down. Without an end, a body that puts could go on for ever. */
  | ({ op: "consume"; times: number; body: Block } & About);
