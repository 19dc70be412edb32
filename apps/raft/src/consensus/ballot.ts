import type { Journal, Journaled, JournalRecord } from "./journal.ts";

/** The current term, and the node that got this node's vote in it. Both survive a crash, so that no node votes twice in a term. */
export class Ballot implements Journaled {
  readonly #journal: Journal;
  #term = 0;
  #vote: string | null = null;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.add(this);
  }

  /** The latest term that this node knows of. */
  get term(): number {
    return this.#term;
  }

  /** Returns whether a vote for the candidate is still possible in this term. */
  isFreeFor(candidate: string): boolean {
    return this.#vote === null || this.#vote === candidate;
  }

  /** Enters a later term, with the vote still free, or as a candidate with its own vote. */
  enter(term: number, vote: string | null = null): void {
    this.#set(term, vote);
  }

  /** Votes for a candidate in the current term. */
  voteFor(candidate: string): void {
    this.#set(this.#term, candidate);
  }

  records(): JournalRecord[] {
    return [{ ballot: { term: this.#term, vote: this.#vote } }];
  }

  restore(record: JournalRecord): void {
    if (!("ballot" in record)) return;
    this.#term = record.ballot.term;
    this.#vote = record.ballot.vote;
  }

  #set(term: number, vote: string | null): void {
    this.#term = term;
    this.#vote = vote;
    for (const record of this.records()) this.#journal.write(record);
  }
}
