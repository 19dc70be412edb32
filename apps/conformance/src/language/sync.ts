import type { ErrorSpec } from "./flow.ts";
import type { Block, Slot } from "./program.ts";

interface Targeted {
  target: Slot;
}

export type Primitive =
  | { kind: "Lock" | "Event" }
  /** With a lock of its own by default. */
  | { kind: "Condition"; lock?: Slot }
  | { kind: "Semaphore" | "BoundedSemaphore"; value: number }
  | { kind: "Barrier"; parties: number }
  | { kind: "Queue" | "LifoQueue" | "PriorityQueue"; maxsize: number; ties?: boolean };

/** An item of a queue. In a queue with `ties`, items of the same priority compare as equal. */
export interface Item {
  priority: number;
  id: number;
}

/** Coroutines of primitives, such as `lock.acquire()`. */
export type SyncExpression =
  | ({ kind: "call"; method: "acquire" | "wait" | "reset" | "abort" | "get" | "join" } & Targeted)
  | ({ kind: "put"; item: Item } & Targeted)
  /** `condition.waitFor` until the program's counter reaches `count`. The predicate then raises the error, if given. */
  | ({ kind: "waitUntil"; count: number; error?: ErrorSpec } & Targeted);

export type SyncStatement =
  | { op: "make"; slot: Slot; primitive: Primitive }
  | ({ op: "call"; method: "release" | "set" | "clear" | "notifyAll" | "taskDone" } & Targeted)
  | ({ op: "notify"; n: number } & Targeted)
  | ({ op: "putNowait"; items: Item[] } & Targeted)
  | ({ op: "getNowait"; times: number } & Targeted)
  | ({ op: "shutdown"; immediate?: boolean } & Targeted)
  /** Records the public state of the primitive. */
  | ({ op: "query" } & Targeted)
  /** Adds one to the program's counter. */
  | { op: "count" }
  /** Holds the primitive around the body. With `using`, disposing the permit releases it. */
  | ({ op: "hold"; body: Block; using?: boolean } & Targeted)
  /** Takes `times` items, fewer if the queue is shut down. Without a limit, a body that puts items would never end. */
  | ({ op: "consume"; times: number; body: Block } & Targeted);
