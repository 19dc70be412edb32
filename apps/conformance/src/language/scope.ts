import type { Expression } from "./expression.ts";
import type { Block, Slot } from "./program.ts";

export type ScopeStatement =
  | { op: "timeout"; slot: Slot; ms: number | null; at?: boolean; body: Block }
  /** Moves the deadline to `ms` milliseconds from now. */
  | { op: "reschedule"; target: Slot; ms: number | null }
  /** Records the deadline and whether it has expired. */
  | { op: "scope"; target: Slot }
  | { op: "group"; slot: Slot; body: Block }
  /** With a slot it is a plain iteration, which `resumeIteration` may continue. Without a slot it is an `async for`. */
  | { op: "asCompleted"; of: Expression[]; ms?: number; slot?: Slot; limit?: number; body: Block }
  | { op: "resumeIteration"; target: Slot; limit?: number; body: Block };
