/** What a cluster replicates. All nodes apply the same commands in the same order, so it must be deterministic. */
export interface StateMachine {
  /** Executes the committed command at an index of the log, and returns its result. */
  apply(command: unknown, index: number): unknown;
  /** Returns the whole state as JSON, which later commands do not change. */
  snapshot(): unknown;
  /** Replaces the state by that of a snapshot; null is the initial state. */
  restore(state: unknown): void;
}
