import { IncompleteReadError, LimitOverrunError } from "./errors.ts";
import type { Read } from "./read-operation.ts";
import { ReadUntil, type Separators } from "./reads.ts";
import type { StreamReader } from "./stream-reader.ts";

const NEWLINE = /* @__PURE__ */ Uint8Array.of(10);
const NEWLINES: Separators = [NEWLINE];

/** Reads a line, with its end. The last one may have none. */
export class ReadLine implements Read<Uint8Array> {
  readonly name = "readuntil";
  readonly #read = new ReadUntil(NEWLINES);

  take(reader: StreamReader): Uint8Array | null {
    try {
      return this.#read.take(reader);
    } catch (error) {
      if (error instanceof IncompleteReadError) return error.partial;
      if (!(error instanceof LimitOverrunError)) throw error;
      const buffer = reader._buffer;
      if (buffer.startsWith(NEWLINE, error.consumed)) buffer.skip(error.consumed + 1);
      else buffer.clear();
      reader._maybeResume();
      throw new RangeError(`readline: ${error.message}`, { cause: error });
    }
  }
}

/** Reads a line as an item of a source: no bytes are its end. */
export class ReadItem implements Read<IteratorResult<Uint8Array>> {
  readonly name = "readuntil";
  readonly #read = new ReadLine();

  take(reader: StreamReader): IteratorResult<Uint8Array> | null {
    const line = this.#read.take(reader);
    if (line === null) return null;
    return line.length === 0 ? { done: true, value: undefined } : { done: false, value: line };
  }
}
