import type { Expression } from "./expression.ts";
import type { Block, Slot } from "./program.ts";

export type ScopeStatement =
  | { op: "timeout"; slot: Slot; ms: number | null; at?: boolean; body: Block }
  /** `ms` from now. */
  | { op: "reschedule"; target: Slot; ms: number | null }
  | { op: "scope"; target: Slot }
  | { op: "group"; slot: Slot; body: Block }
  /** With a slot: the plain way, which `goOn` may take up again. Without: the asynchronous way. */
  | { op: "asCompleted"; of: Expression[]; ms?: number; slot?: Slot; limit?: number; body: Block }
  | { op: "goOn"; target: Slot; limit?: number; body: Block };
