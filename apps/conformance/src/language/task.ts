import type { Expression } from "./expression.ts";
import type { ErrorSpec } from "./flow.ts";
import type { Block, Slot } from "./program.ts";

interface Targeted {
  target: Slot;
}

export type TaskStatement =
  /** A task with a context of its own always starts lazily. */
  | { op: "spawn"; slot: Slot; name: string; body: Block; group?: Slot; eager?: boolean; context?: Slot }
  /** Keeps the value of an expression if it is a future. */
  | { op: "let"; slot: Slot; of: Expression }
  | { op: "await"; of: Expression }
  | { op: "awaitSelf" }
  | { op: "yield"; what: "nothing" | "number" | "generator" }
  | ({ op: "yield"; what: "future" } & Targeted)
  | ({ op: "cancel"; message?: string } & Targeted)
  | ({ op: "uncancel" | "cancelling" | "state" | "result" | "exception" } & Targeted)
  | ({ op: "rename"; name: string } & Targeted)
  | { op: "currentTask" | "allTasks" }
  | { op: "factory"; eager: boolean }
  | { op: "future"; slot: Slot }
  | ({ op: "setResult"; value: number } & Targeted)
  | ({ op: "setException"; error: ErrorSpec } & Targeted)
  /** Adds the callback in the slot. The first statement about the slot defines it. */
  | ({ op: "addCallback"; slot: Slot; body?: Block; context?: Slot } & Targeted)
  | ({ op: "removeCallback"; slot: Slot } & Targeted);
