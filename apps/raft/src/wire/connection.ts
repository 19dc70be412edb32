import { openConnection, type StreamReader, type StreamWriter } from "@asyncio-ts/streams";
import { CancelledError, type Coroutine } from "asyncio-ts";
import { ConnectionLost } from "./connection-lost.ts";
import { decodeMessage, encodeFrame, HEADER_BYTES, messageLength } from "./frame.ts";
import type { Address } from "./address.ts";

/** A connection that carries messages, each one frame. */
export class Connection {
  readonly #reader: StreamReader;
  readonly #writer: StreamWriter;

  constructor(reader: StreamReader, writer: StreamWriter) {
    this.#reader = reader;
    this.#writer = writer;
  }

  /** Connects to an address. @throws ConnectionLost */
  static *open([host, port]: Address): Coroutine<Connection> {
    const [reader, writer] = yield* lossAsError(openConnection(host, port));
    return new Connection(reader, writer);
  }

  /** Sends a message, and waits while the peer is too slow. @throws ConnectionLost */
  *send(message: unknown): Coroutine<void> {
    const frame = encodeFrame(message);
    yield* lossAsError(this.#write(frame));
  }

  /** Waits for the next message. @throws ConnectionLost also at the end of the connection */
  *receive(): Coroutine<unknown> {
    return yield* lossAsError(this.#read());
  }

  /** Closes the connection once all messages are sent. */
  close(): void {
    this.#writer.close();
  }

  *#write(frame: Uint8Array): Coroutine<void> {
    this.#writer.write(frame);
    yield* this.#writer.drain();
  }

  *#read(): Coroutine<unknown> {
    const header = yield* this.#reader.readexactly(HEADER_BYTES);
    return decodeMessage(yield* this.#reader.readexactly(messageLength(header)));
  }
}

/** Runs an operation of the network. Its errors become a ConnectionLost, so that callers need to know only one error. */
function* lossAsError<T>(operation: Coroutine<T>): Coroutine<T> {
  try {
    return yield* operation;
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    throw new ConnectionLost(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
