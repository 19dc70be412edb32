/** The state of the state machine after an entry. It stands for the log up to that entry. */
export interface Snapshot {
  readonly index: number;
  readonly term: number;
  /** JSON of the state machine. */
  readonly state: unknown;
}

/** The snapshot before the first entry. */
export const EMPTY_SNAPSHOT: Snapshot = { index: 0, term: 0, state: null };
