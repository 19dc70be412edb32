import type { Coroutine } from "asyncio-ts";
import { checksumOf } from "../storage/checksum.ts";
import type { Storage } from "../storage/storage.ts";
import type { Entry } from "./entry.ts";
import type { Snapshot } from "./snapshot.ts";
import { Watermark } from "./watermark.ts";

/** A line of the journal. Entries replace all entries from their index on. */
export type JournalRecord =
  | { readonly ballot: { readonly term: number; readonly vote: string | null } }
  | { readonly snapshot: Snapshot }
  | { readonly index: number; readonly entries: readonly Entry[] };

/** A part of a node's state that must survive a crash. */
export interface Journaled {
  /** Returns records that give the present state. */
  records(): JournalRecord[];
  /** Applies a record of an earlier process, if it is of this part. */
  restore(record: JournalRecord): void;
}

const FILE = "journal";

/**
 * The durable state of a node: a file of records, one a line, each with its checksum.
 *
 * Parts change in memory and write a record, without a wait. Before a node tells others of a change, it awaits `sync()`. One task
 * writes the records, so that all changes made during a write share the next one.
 */
export class Journal {
  readonly #storage: Storage;
  readonly #parts: Journaled[] = [];
  #lines: string[] = [];
  /** Whether the next write replaces the file by the present state of the parts. */
  #isRewritten = false;
  readonly #written = new Watermark();
  readonly #durable = new Watermark();

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Adds a part. */
  add(part: Journaled): void {
    this.#parts.push(part);
  }

  /**
   * Restores the parts from the file. Records that a crash has cut off are dropped: no message told of them.
   *
   * @throws Error if a record in the middle is damaged
   */
  *open(): Coroutine<void> {
    const lines = ((yield* this.#storage.read(FILE)) ?? "").split("\n");
    let damaged = 0;
    for (const [number, line] of lines.entries()) {
      const record = decodeLine(line);
      if (record === null) damaged ||= number + 1;
      else if (damaged) throw new Error(`${FILE}: line ${damaged} is damaged, although line ${number + 1} is not`);
      else for (const part of this.#parts) part.restore(record);
    }
    // The text after the last line break is empty, unless the last record is cut off.
    if (damaged < lines.length || lines.at(-1) !== "") this.rewrite();
  }

  /** Adds a record. It is durable after `sync()`. */
  write(record: JournalRecord): void {
    this.#lines.push(encodeLine(record));
    this.#written.raise(this.#written.value + 1);
  }

  /** Replaces the file by the present state of the parts, because a snapshot has made old records needless. */
  rewrite(): void {
    this.#isRewritten = true;
    this.#written.raise(this.#written.value + 1);
  }

  /** Waits until all that was written before is safe from a crash. */
  *sync(): Coroutine<void> {
    yield* this.#durable.reached(this.#written.value);
  }

  /** Writes the records to the storage, until it is cancelled or the storage fails. */
  *run(): Coroutine<never> {
    for (;;) {
      yield* this.#written.reached(this.#durable.value + 1);
      const written = this.#written.value;
      const lines = this.#lines;
      this.#lines = [];
      if (this.#isRewritten) {
        this.#isRewritten = false;
        const records = this.#parts.flatMap((part) => part.records());
        yield* this.#storage.replace(FILE, records.map(encodeLine).join(""));
      } else {
        yield* this.#storage.append(FILE, lines.join(""));
        yield* this.#storage.sync(FILE);
      }
      this.#durable.raise(written);
    }
  }
}

function encodeLine(record: JournalRecord): string {
  const json = JSON.stringify(record);
  return `${checksumOf(json)} ${json}\n`;
}

/** Returns the record of a line; null if it is damaged. */
function decodeLine(line: string): JournalRecord | null {
  const json = line.slice(9);
  return line.slice(0, 8) === checksumOf(json) ? (JSON.parse(json) as JournalRecord) : null;
}
