/** A command of the replicated log. */
export interface Entry {
  /** The term of the leader that appended it. */
  readonly term: number;
  /** JSON for the state machine; null for the entry with which a leader begins its term. */
  readonly command: unknown;
}
