import type { TracedTask, TraceEvent } from "@asyncio-ts/trace";

/** Where a task was suspended after one of its steps. A long run has them only for its first steps. */
export interface Suspension {
  /** The number of steps that have ended, this one included. */
  readonly step: number;
  readonly task: number;
  /** Innermost call first. */
  readonly stack: readonly string[];
}

/** A probable mistake in the program. */
export interface RunWarning {
  readonly message: string;
  /** The task that is to blame or that suffers. */
  readonly task: number | null;
}

/** How a program ended. */
export type RunOutcome =
  | { readonly kind: "finished" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "stopped"; readonly message: string };

/** A recorded run, as the worker posts it. */
export interface RunRecord {
  readonly events: readonly TraceEvent[];
  readonly tasks: readonly TracedTask[];
  readonly suspensions: readonly Suspension[];
  readonly warnings: readonly RunWarning[];
  /** Milliseconds on the loop's clock. */
  readonly began: number;
  readonly ended: number;
  readonly outcome: RunOutcome;
}
