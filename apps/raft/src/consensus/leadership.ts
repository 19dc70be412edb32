import type { Coroutine } from "asyncio-ts";
import type { Log } from "./log.ts";
import { reachedByMajority } from "./majority.ts";
import { NotLeader } from "./not-leader.ts";
import type { Proposals } from "./proposals.ts";
import { Watermark } from "./watermark.ts";

/** What a leader knows of a node, itself included. */
interface Progress {
  /** The last entry that the node has on its disk, as far as it has told. */
  match: number;
  /** The last round of messages that the node has answered. */
  round: number;
}

/** The time of a node as the leader of one term. */
export class Leadership {
  readonly term: number;
  readonly #log: Log;
  readonly #committed: Watermark;
  readonly #proposals: Proposals;
  readonly #progress: Map<string, Progress>;
  /** The entry with which this leader has begun. Once it is committed, so are all entries of earlier terms. */
  readonly #firstIndex: number;
  /** The rounds of messages that were asked for: each follower is sent a message as soon as there is a new one. */
  readonly rounds: Watermark = new Watermark(1);
  /** The last round that a majority has answered. */
  readonly #answered = new Watermark();
  /** The last entry that was committed in this term. */
  readonly #committedHere = new Watermark();

  constructor(term: number, nodes: Iterable<string>, log: Log, committed: Watermark, proposals: Proposals) {
    this.term = term;
    this.#log = log;
    this.#committed = committed;
    this.#proposals = proposals;
    this.#progress = new Map(Array.from(nodes, (node) => [node, { match: 0, round: 0 }]));
    this.#firstIndex = log.append({ term, command: null });
  }

  /** Appends a command, and waits until it is committed and applied. @throws NotLeader */
  *propose(command: unknown): Coroutine<unknown> {
    const index = this.#log.append({ term: this.term, command });
    this.#requestRound();
    return yield* this.#proposals.result(index, this.term);
  }

  /** Waits until reads can be answered, and returns the index of the entry that must be applied before. @throws NotLeader */
  *readIndex(): Coroutine<number> {
    yield* this.#committedHere.reached(this.#firstIndex);
    const index = this.#committed.value;
    yield* this.confirm();
    return index;
  }

  /** Waits until a majority has answered a message that was sent from now on, so that there is no later leader yet. @throws NotLeader */
  *confirm(): Coroutine<void> {
    yield* this.#answered.reached(this.#requestRound());
  }

  /** Records that a node has answered a message of a round. */
  heard(node: string, round: number): void {
    const progress = this.#progress.get(node)!;
    progress.round = Math.max(progress.round, round);
    this.#answered.raise(reachedByMajority(this.#all((each) => each.round)));
  }

  /** Records that a node has the entries up to an index on its disk, and commits what a majority has. */
  matched(node: string, index: number): void {
    const progress = this.#progress.get(node)!;
    progress.match = Math.max(progress.match, index);
    const reached = reachedByMajority(this.#all((each) => each.match));
    if (!this.mayCommit(reached)) return;
    this.#committed.raise(reached);
    this.#committedHere.raise(reached);
  }

  /** Returns whether a majority is enough to commit an entry. A later leader may still replace one of an earlier term. */
  mayCommit(index: number): boolean {
    return this.#log.termAt(index) === this.term;
  }

  /** Ends all waits with an error. */
  end(leader: string | null): void {
    const error = new NotLeader(leader);
    this.#answered.close(error);
    this.#committedHere.close(error);
    this.#proposals.fail(error);
  }

  #requestRound(): number {
    const round = this.rounds.value + 1;
    this.rounds.raise(round);
    return round;
  }

  #all(number: (progress: Progress) => number): number[] {
    return Array.from(this.#progress.values(), number);
  }
}
