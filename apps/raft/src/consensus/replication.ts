import { type Coroutine, TimeoutError, waitFor } from "asyncio-ts";
import type { Leadership } from "./leadership.ts";
import type { AppendRequest, SnapshotRequest } from "./messages.ts";
import type { Peer } from "./peer.ts";
import type { Raft } from "./raft.ts";

/** Brings the log of one follower up to the leader's, and keeps it there, until the leadership ends. */
export class Replication {
  readonly #raft: Raft;
  readonly #leadership: Leadership;
  readonly #peer: Peer;
  /** The index of the next entry to send. */
  #next: number;
  /** The round of the message that was sent last. */
  #round = 0;

  constructor(raft: Raft, leadership: Leadership, peer: Peer) {
    this.#raft = raft;
    this.#leadership = leadership;
    this.#peer = peer;
    this.#next = raft.log.lastIndex;
  }

  *run(): Coroutine<void> {
    for (;;) {
      const reply = yield* this.#peer.ask(() => this.#message());
      this.#raft.standing.observe(reply.term);
      if (reply.term !== this.#leadership.term) return;
      this.#leadership.heard(this.#peer.name, this.#round);
      if (reply.accepted) this.#leadership.matched(this.#peer.name, reply.lastIndex);
      this.#next = reply.lastIndex + 1;
      if (reply.accepted && this.#next > this.#raft.log.lastIndex) yield* this.#untilNews();
    }
  }

  /** Returns the message to send now: the next entries, a snapshot in their place, or a heartbeat. */
  #message(): AppendRequest | SnapshotRequest {
    const { log, name: leader, committed, settings } = this.#raft;
    const { term, rounds } = this.#leadership;
    this.#round = rounds.value;
    const previousIndex = this.#next - 1;
    const previousTerm = log.termAt(previousIndex);
    if (previousTerm === undefined) return { kind: "snapshot", term, leader, snapshot: log.snapshot };
    const entries = log.entriesFrom(this.#next, settings.entriesPerMessage);
    return { kind: "append", term, leader, previousIndex, previousTerm, entries, commitIndex: committed.value };
  }

  /** Waits for a new round, but no longer than a heartbeat. */
  *#untilNews(): Coroutine<void> {
    try {
      yield* waitFor(this.#leadership.rounds.reached(this.#round + 1), this.#raft.settings.heartbeat);
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
    }
  }
}
