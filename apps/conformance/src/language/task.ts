import type { Expression } from "./expression.ts";
import type { ErrorSpec } from "./flow.ts";
import type { Block, Slot } from "./program.ts";

interface About {
  target: Slot;
}

export type TaskStatement =
  /** A task that is given a context starts lazily. */
  | { op: "spawn"; slot: Slot; name: string; body: Block; group?: Slot; eager?: boolean; context?: Slot }
  /** Keeps what is a future at once. */
  | { op: "let"; slot: Slot; of: Expression }
  | { op: "await"; of: Expression }
  | { op: "awaitSelf" }
  | { op: "yield"; what: "nothing" | "number" | "generator" }
  | ({ op: "yield"; what: "future" } & About)
  | ({ op: "cancel"; message?: string } & About)
  | ({ op: "uncancel" | "cancelling" | "state" | "result" | "exception" } & About)
  | ({ op: "rename"; name: string } & About)
  | { op: "currentTask" | "allTasks" }
  | { op: "factory"; eager: boolean }
  | { op: "future"; slot: Slot }
  | ({ op: "setResult"; value: number } & About)
  | ({ op: "setException"; error: ErrorSpec } & About)
  /** Adds the callback in the slot, which the first such statement defines. */
  | ({ op: "addCallback"; slot: Slot; body?: Block; context?: Slot } & About)
  | ({ op: "removeCallback"; slot: Slot } & About);
