import type { Entry } from "./entry.ts";
import type { Journal, Journaled, JournalRecord } from "./journal.ts";
import { EMPTY_SNAPSHOT, type Snapshot } from "./snapshot.ts";

/** The replicated log of a node: a snapshot, and the entries after it. Indices begin at 1. */
export class Log implements Journaled {
  readonly #journal: Journal;
  #snapshot: Snapshot = EMPTY_SNAPSHOT;
  #entries: Entry[] = [];

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.add(this);
  }

  /** The state up to the first entry that the log still has. */
  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  get lastIndex(): number {
    return this.#snapshot.index + this.#entries.length;
  }

  get lastTerm(): number {
    return this.#entries.at(-1)?.term ?? this.#snapshot.term;
  }

  /** Returns the term of an entry; undefined if the log has not got the entry, or no more. */
  termAt(index: number): number | undefined {
    return index === this.#snapshot.index ? this.#snapshot.term : this.entryAt(index)?.term;
  }

  /** Returns an entry; undefined if the log has not got it, or no more. */
  entryAt(index: number): Entry | undefined {
    return this.#entries[index - this.#snapshot.index - 1];
  }

  /** Returns at most `count` entries from an index on. */
  entriesFrom(index: number, count: number): Entry[] {
    const start = index - this.#snapshot.index - 1;
    return this.#entries.slice(start, start + count);
  }

  /** Returns whether this log and one with the given entry are equal up to the entry. */
  matches(index: number, term: number): boolean {
    // A snapshot has only committed entries, which all logs share.
    return index < this.#snapshot.index || this.termAt(index) === term;
  }

  /** Returns an index before a refused one, up to which this log may equal the leader's: it skips the term of the conflict. */
  lastBefore(refused: number): number {
    if (refused > this.lastIndex) return this.lastIndex;
    const term = this.termAt(refused);
    let index = refused - 1;
    while (index > this.#snapshot.index && this.termAt(index) === term) index--;
    return index;
  }

  /** Returns whether a log that ends with the given entry has all entries of this one that may be committed. */
  isCoveredBy(lastIndex: number, lastTerm: number): boolean {
    return lastTerm > this.lastTerm || (lastTerm === this.lastTerm && lastIndex >= this.lastIndex);
  }

  /** Adds a leader's own entry, and returns its index. */
  append(entry: Entry): number {
    this.#replaceFrom(this.lastIndex + 1, [entry]);
    return this.lastIndex;
  }

  /**
   * Takes over a leader's entries after `previousIndex`, up to which this log equals the leader's.
   *
   * Entries are removed only from the first conflict on. An old message may arrive late, and must not remove entries that came after it.
   */
  merge(previousIndex: number, entries: readonly Entry[]): void {
    let index = Math.max(previousIndex, this.#snapshot.index) + 1;
    const end = previousIndex + entries.length;
    while (index <= end && index <= this.lastIndex && !this.conflicts(index, entries[index - previousIndex - 1]!)) index++;
    if (index <= end) this.#replaceFrom(index, entries.slice(index - previousIndex - 1));
  }

  /** Returns whether the entry at an index is another one than the leader's. The index and the term identify an entry. */
  conflicts(index: number, entry: Entry): boolean {
    return this.termAt(index) !== entry.term;
  }

  /** Returns whether the log has all that a snapshot has. */
  covers(snapshot: Snapshot): boolean {
    return this.matches(snapshot.index, snapshot.term);
  }

  /** Replaces the whole log by a leader's snapshot. */
  reset(snapshot: Snapshot): void {
    this.#snapshot = snapshot;
    this.#entries = [];
    this.#journal.rewrite();
  }

  /** Replaces the applied entries by a snapshot of this node. */
  compact(snapshot: Snapshot): void {
    this.#entries = this.#entries.slice(snapshot.index - this.#snapshot.index);
    this.#snapshot = snapshot;
    this.#journal.rewrite();
  }

  records(): JournalRecord[] {
    return [{ snapshot: this.#snapshot }, { index: this.#snapshot.index + 1, entries: this.#entries }];
  }

  restore(record: JournalRecord): void {
    if ("snapshot" in record) {
      this.#snapshot = record.snapshot;
      this.#entries = [];
    } else if ("entries" in record) {
      this.#splice(record.index, record.entries);
    }
  }

  #replaceFrom(index: number, entries: readonly Entry[]): void {
    this.#splice(index, entries);
    this.#journal.write({ index, entries });
  }

  #splice(index: number, entries: readonly Entry[]): void {
    this.#entries.splice(index - this.#snapshot.index - 1, Infinity, ...entries);
  }
}
