import type { TracedTask } from "./traced-task.ts";

/**
 * The kinds of {@link Warning}.
 *
 * - `neverYielded`: a task ran for long in one step, so nothing else could run.
 * - `wakesItself`: a task polls with `sleep(0)` in place of a wait.
 * - `starved`: a task was ready for long before its step.
 * - `lockHeldLong`: a task held a lock for long while others waited for it.
 * - `cancelledButAlive`: a task goes on for long after its cancellation was requested.
 * - `neverAwaited`: a coroutine was created, and never awaited.
 */
export type WarningKind = "neverYielded" | "wakesItself" | "starved" | "lockHeldLong" | "cancelledButAlive" | "neverAwaited";

/** A probable mistake of the program, found in a recording. */
export interface Warning {
  /** The kind of the mistake. */
  readonly kind: WarningKind;
  /** The task that is to blame or that suffers, the first if there are several; null for a coroutine that was never awaited. */
  readonly task: TracedTask | null;
  /** The function and line that created the task or coroutine; null if it is unknown. */
  readonly place: string | null;
  /** A sentence with names and times. */
  readonly message: string;
}
