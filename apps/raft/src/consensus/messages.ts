import type { Entry } from "./entry.ts";
import type { Snapshot } from "./snapshot.ts";

/** A candidate asks for a vote. Raft calls it RequestVote. */
export interface VoteRequest {
  readonly kind: "vote";
  readonly term: number;
  readonly candidate: string;
  readonly lastIndex: number;
  readonly lastTerm: number;
}

export interface VoteReply {
  readonly term: number;
  readonly granted: boolean;
}

/** A leader sends entries, or none as a heartbeat. Raft calls it AppendEntries. */
export interface AppendRequest {
  readonly kind: "append";
  readonly term: number;
  readonly leader: string;
  /** The entry before the first one of `entries`. */
  readonly previousIndex: number;
  readonly previousTerm: number;
  readonly entries: readonly Entry[];
  readonly commitIndex: number;
}

/** A leader sends a snapshot to a follower that lacks entries which the leader has compacted. Raft calls it InstallSnapshot. */
export interface SnapshotRequest {
  readonly kind: "snapshot";
  readonly term: number;
  readonly leader: string;
  readonly snapshot: Snapshot;
}

/** The answer to entries and to snapshots. */
export interface AppendReply {
  readonly term: number;
  readonly accepted: boolean;
  /** If accepted, the last entry that is known to equal the leader's. Else the last one that may equal it. */
  readonly lastIndex: number;
}

export type PeerRequest = VoteRequest | AppendRequest | SnapshotRequest;
export type PeerReply = VoteReply | AppendReply;
