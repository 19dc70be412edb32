/** The numbers of a cluster. All nodes have the same. Durations are in milliseconds. */
export interface Settings {
  /** The time between two messages of a leader to each follower. */
  readonly heartbeat: number;
  /** The time without a leader after which a node becomes a candidate: a random one in this range. */
  readonly electionTimeout: readonly [least: number, most: number];
  /** The time until a message without an answer is sent again. */
  readonly patience: number;
  /** The time until a node that could not be reached is tried again. */
  readonly retryDelay: number;
  readonly entriesPerMessage: number;
  /** The number of applied entries after which the log is compacted. */
  readonly entriesPerSnapshot: number;
}

export const defaultSettings: Settings = {
  heartbeat: 50,
  electionTimeout: [200, 400],
  patience: 150,
  retryDelay: 20,
  entriesPerMessage: 256,
  entriesPerSnapshot: 10_000,
};
