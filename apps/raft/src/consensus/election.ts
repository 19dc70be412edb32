import type { Coroutine, TaskGroup } from "asyncio-ts";
import { majorityOf } from "./majority.ts";
import type { VoteRequest } from "./messages.ts";
import type { Peer } from "./peer.ts";
import type { Raft } from "./raft.ts";

/** An election, as a candidate sees it. */
export class Election {
  readonly #raft: Raft;
  readonly #request: VoteRequest;
  #votes = 0;

  /** @param raft a node that has become a candidate */
  constructor(raft: Raft) {
    const { ballot, log, name: candidate } = raft;
    this.#raft = raft;
    this.#request = { kind: "vote", term: ballot.term, candidate, lastIndex: log.lastIndex, lastTerm: log.lastTerm };
  }

  /** Collects votes until the candidate wins or its time is over. Another leader or a later term ends it too. */
  *run(group: TaskGroup): Coroutine<void> {
    const { journal, peers, timer } = this.#raft;
    yield* journal.sync();
    this.#count();
    for (const peer of peers) group.createTask(this.#askForVote(peer));
    yield* timer.expired();
    group.cancel();
  }

  *#askForVote(peer: Peer): Coroutine<void> {
    const { granted, term } = yield* peer.ask(() => this.#request);
    this.#raft.standing.observe(term);
    if (granted) this.#count();
  }

  #count(): void {
    this.#votes++;
    if (this.#votes === majorityOf(this.#raft.peers.length + 1)) this.#raft.win();
  }
}
