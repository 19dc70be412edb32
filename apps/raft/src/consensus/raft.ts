import { type Coroutine, type TaskGroup, taskGroup } from "asyncio-ts";
import type { Members } from "../wire/address.ts";
import { Applier } from "./applier.ts";
import { Ballot } from "./ballot.ts";
import { Election } from "./election.ts";
import { ElectionTimer } from "./election-timer.ts";
import type { Journal } from "./journal.ts";
import { Leadership } from "./leadership.ts";
import { Log } from "./log.ts";
import type { AppendReply, AppendRequest, PeerReply, PeerRequest, SnapshotRequest, VoteReply, VoteRequest } from "./messages.ts";
import { Peer } from "./peer.ts";
import { Proposals } from "./proposals.ts";
import { Replication } from "./replication.ts";
import type { Settings } from "./settings.ts";
import { Standing } from "./standing.ts";
import type { StateMachine } from "./state-machine.ts";
import { Watermark } from "./watermark.ts";

/**
 * A node's part in the consensus: it follows, stands for election, or leads.
 *
 * State changes between two waits, so that no task sees half a change. A message that tells of a change waits for the journal.
 *
 * After Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm", 2014.
 */
export class Raft {
  readonly name: string;
  readonly settings: Settings;
  readonly peers: readonly Peer[];
  readonly journal: Journal;
  readonly ballot: Ballot;
  readonly log: Log;
  readonly timer: ElectionTimer;
  readonly standing: Standing;
  /** The index of the last entry that this node knows to be committed. */
  readonly committed: Watermark = new Watermark();
  readonly applier: Applier;
  readonly #proposals: Proposals = new Proposals();

  /** @param members all nodes of the cluster, this one included */
  constructor(name: string, members: Members, settings: Settings, journal: Journal, machine: StateMachine) {
    this.name = name;
    this.settings = settings;
    this.peers = [...members].flatMap(([peer, address]) => (peer === name ? [] : new Peer(peer, address, settings)));
    this.journal = journal;
    this.ballot = new Ballot(journal);
    this.log = new Log(journal);
    this.timer = new ElectionTimer(settings.electionTimeout);
    this.standing = new Standing(name, this.ballot, this.timer);
    this.applier = new Applier(this.log, this.committed, machine, this.#proposals, settings.entriesPerSnapshot);
  }

  /** Takes part until it is cancelled. The journal has been opened before. */
  *run(): Coroutine<void> {
    this.#restore();
    this.timer.reset();
    try {
      yield* taskGroup((group) => this.#takePart(group));
    } finally {
      this.standing.follow();
      for (const peer of this.peers) peer.close();
    }
  }

  /** Replicates a command, and returns its result. @throws NotLeader */
  *propose(command: unknown): Coroutine<unknown> {
    return yield* this.standing.requireLeadership().propose(command);
  }

  /** Returns once the state machine has all that was committed before the call. @throws NotLeader */
  *read(): Coroutine<void> {
    const index = yield* this.standing.requireLeadership().readIndex();
    yield* this.applier.applied.reached(index);
  }

  /** Answers a message of another node. */
  *answer(request: PeerRequest): Coroutine<PeerReply> {
    if (request.kind === "vote") return yield* this.#onVote(request);
    if (!this.standing.accepts(request.leader, request.term)) return yield* this.#refuse(this.log.lastIndex);
    return yield* request.kind === "append" ? this.#onAppend(request) : this.#onSnapshot(request);
  }

  /** Becomes the leader, after an election. */
  win(): void {
    const nodes = [this, ...this.peers].map(({ name }) => name);
    this.standing.lead(new Leadership(this.ballot.term, nodes, this.log, this.committed, this.#proposals));
  }

  *#takePart(group: TaskGroup): Coroutine<void> {
    group.createTask(this.applier.run());
    for (;;) {
      yield* this.timer.expired();
      this.standing.stand();
      const election = new Election(this);
      yield* this.standing.during((tasks) => election.run(tasks));
      const { leadership } = this.standing;
      if (leadership !== null) yield* this.standing.during((tasks) => this.#lead(leadership, tasks));
    }
  }

  *#lead(leadership: Leadership, tasks: TaskGroup): Coroutine<void> {
    for (const peer of this.peers) tasks.createTask(new Replication(this, leadership, peer).run());
    // The leader's own disk is one of those that make a majority.
    for (;;) {
      const round = leadership.rounds.value;
      const { lastIndex } = this.log;
      yield* this.journal.sync();
      leadership.heard(this.name, round);
      leadership.matched(this.name, lastIndex);
      yield* leadership.rounds.reached(round + 1);
    }
  }

  *#onVote({ term, candidate, lastIndex, lastTerm }: VoteRequest): Coroutine<VoteReply> {
    this.standing.observe(term);
    const granted = term === this.ballot.term && this.ballot.isFreeFor(candidate) && this.log.isCoveredBy(lastIndex, lastTerm);
    const reply = { term: this.ballot.term, granted };
    if (granted) {
      this.ballot.voteFor(candidate);
      this.timer.reset();
    }
    yield* this.journal.sync();
    return reply;
  }

  *#onAppend({ term, previousIndex, previousTerm, entries, commitIndex }: AppendRequest): Coroutine<AppendReply> {
    if (!this.log.matches(previousIndex, previousTerm)) return yield* this.#refuse(this.log.lastBefore(previousIndex));
    this.log.merge(previousIndex, entries);
    const lastIndex = previousIndex + entries.length;
    this.committed.raise(Math.min(commitIndex, lastIndex));
    yield* this.journal.sync();
    return { term, accepted: true, lastIndex };
  }

  *#onSnapshot({ term, snapshot }: SnapshotRequest): Coroutine<AppendReply> {
    // A snapshot may arrive late, after newer entries.
    if (!this.log.covers(snapshot)) {
      this.log.reset(snapshot);
      this.#restore();
    }
    this.committed.raise(snapshot.index);
    yield* this.journal.sync();
    return { term, accepted: true, lastIndex: snapshot.index };
  }

  *#refuse(lastIndex: number): Coroutine<AppendReply> {
    const reply = { term: this.ballot.term, accepted: false, lastIndex };
    yield* this.journal.sync();
    return reply;
  }

  /** Sets the state machine to the snapshot of the log. */
  #restore(): void {
    this.applier.restore();
    this.committed.raise(this.log.snapshot.index);
  }
}
