import type { Block, Slot } from "./program.ts";
import type { StreamExpression } from "./stream.ts";
import type { SyncExpression } from "./sync.ts";

/** An expression to await. */
export type Expression =
  | SyncExpression
  | StreamExpression
  | { kind: "ref"; slot: Slot }
  /** A coroutine of the program. */
  | { kind: "body"; name: string; body: Block }
  | { kind: "sleep"; ms: number; value?: number }
  | { kind: "gather"; of: Expression[]; settled?: boolean }
  | { kind: "wait"; of: Expression[]; ms?: number; returnWhen: ReturnWhen }
  | { kind: "shield"; of: Expression }
  | { kind: "waitFor"; of: Expression; ms: number | null }
  | { kind: "ensure"; of: Expression }
  /** An awaitable that is neither a coroutine nor a future. */
  | { kind: "wrapped"; of: Expression };

export type ReturnWhen = "FIRST_COMPLETED" | "FIRST_EXCEPTION" | "ALL_COMPLETED";
