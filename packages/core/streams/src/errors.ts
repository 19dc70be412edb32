import { brand, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { isBytes } from "./bytes.ts";

/** The stream ended before a read was complete. Mirrors `asyncio.IncompleteReadError`. */
export class IncompleteReadError extends Error {
  /** The bytes before the end. */
  readonly partial: Uint8Array;
  /** The number of bytes that the read had asked for; null if it had asked for a separator. */
  readonly expected: number | null;

  /** @throws TypeError if `partial` is no Uint8Array, or `expected` is neither a number nor null */
  constructor(partial: Uint8Array, expected: number | null) {
    if (!isBytes(partial)) throw wrongArgument("IncompleteReadError", "a Uint8Array", partial);
    if (typeof expected !== "number" && expected !== null) {
      throw wrongArgument("IncompleteReadError", "a number of bytes or null", expected);
    }
    super(`${partial.length} bytes read on a total of ${expected ?? "undefined"} expected bytes`);
    this.partial = partial;
    this.expected = expected;
  }
}

brand(IncompleteReadError, "IncompleteReadError");

/** A read did not find its separator within the reader's limit. The bytes stay in the reader. Mirrors `asyncio.LimitOverrunError`. */
export class LimitOverrunError extends Error {
  /** The number of bytes that can be read without a separator. */
  readonly consumed: number;

  /** @throws TypeError if `message` is no string */
  constructor(message: string, consumed: number) {
    if (typeof message !== "string") throw wrongArgument("LimitOverrunError", "a message, as a string", message);
    super(message);
    this.consumed = consumed;
  }
}

brand(LimitOverrunError, "LimitOverrunError");

/** Returns the error of a write to a connection that was lost without an error of its own. Mirrors Python's `ConnectionResetError`. */
export function connectionLostError(): Error {
  return Object.assign(new Error("Connection lost"), { code: "ECONNRESET" });
}
