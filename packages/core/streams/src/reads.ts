import { repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { bytesOf, joined, NO_BYTES } from "./bytes.ts";
import { IncompleteReadError, LimitOverrunError } from "./errors.ts";
import type { Read } from "./read-operation.ts";
import type { StreamReader } from "./stream-reader.ts";

/** Checks a number of bytes. @throws TypeError if it is no whole number */
export function checkCount(caller: string, count: unknown): asserts count is number {
  if (typeof count !== "number" || !(Number.isInteger(count) || count === Infinity))
    throw wrongArgument(caller, "a whole number of bytes", count);
}

/** Reads some bytes: as many as are there, up to a count. */
export class ReadSome implements Read<Uint8Array> {
  readonly name = "read";
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
  }

  take(reader: StreamReader): Uint8Array | null {
    if (this.#count === 0) return NO_BYTES;
    return reader._buffer.length === 0 && !reader._hasEnded ? null : reader._take(this.#count);
  }
}

/** Reads to the end. Takes the bytes out as they come, so that the limit of the reader does not stop the transport. */
export class ReadToEnd implements Read<Uint8Array> {
  readonly name = "read";
  #blocks: Uint8Array[] = [];

  take(reader: StreamReader): Uint8Array | null {
    while (reader._buffer.length > 0) {
      this.#blocks.push(reader._take(reader._limit));
      reader._checkException();
    }
    if (!reader._hasEnded) return null;
    reader._maybeResume();
    return joined(this.#blocks);
  }

  /** Puts the bytes back for the next read. After an error of the connection there is none. */
  leave(reader: StreamReader): void {
    const blocks = this.#blocks;
    this.#blocks = [];
    if (blocks.length > 0 && reader.exception() === null) reader._putBack(joined(blocks));
  }
}

/** Reads an exact number of bytes. */
export class ReadExactly implements Read<Uint8Array> {
  readonly name = "readexactly";
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
  }

  take(reader: StreamReader): Uint8Array | null {
    if (this.#count === 0) return NO_BYTES;
    if (reader._buffer.length >= this.#count) return reader._take(this.#count);
    if (!reader._hasEnded) return null;
    throw new IncompleteReadError(reader._buffer.take(Infinity), this.#count);
  }
}

/** The separators of a read, the shortest first. */
export type Separators = readonly Uint8Array[];

/** Returns the separators of an argument. @throws RangeError if there is none, or an empty one */
export function separatorsOf(caller: string, separator: unknown): Separators {
  const list = (Array.isArray(separator) ? [...separator] : [separator]).map((one) => bytesOf(caller, one));
  if (list.length === 0) throw new RangeError(`${caller}: at least one separator was expected, got ${repr(separator)}`);
  if (list.some(({ length }) => length === 0)) {
    throw new RangeError(`${caller}: a separator of at least one byte was expected, got ${repr(separator)}`);
  }
  return list.sort((a, b) => a.length - b.length);
}

/** Reads up to and including a separator. */
export class ReadUntil implements Read<Uint8Array> {
  readonly name = "readuntil";
  readonly #separators: Separators;
  /** The number of first bytes in which no separator begins. */
  #searched = 0;

  constructor(separators: Separators) {
    this.#separators = separators;
  }

  take(reader: StreamReader): Uint8Array | null {
    const buffer = reader._buffer;
    if (buffer.length - this.#searched >= this.#separators[0]!.length) {
      let start = -1;
      let end = Infinity;
      for (const separator of this.#separators) {
        const at = buffer.indexOf(separator, this.#searched);
        if (at === -1 || at + separator.length >= end) continue;
        start = at;
        end = at + separator.length;
      }
      if (start > reader._limit) throw new LimitOverrunError("Separator is found, but chunk is longer than limit", start);
      if (start !== -1) return reader._take(end);
      this.#searched = Math.max(0, buffer.length + 1 - this.#separators.at(-1)!.length);
      if (this.#searched > reader._limit) {
        throw new LimitOverrunError("Separator is not found, and chunk exceed the limit", this.#searched);
      }
    }
    if (!reader._hasEnded) return null;
    throw new IncompleteReadError(buffer.take(Infinity), null);
  }
}
