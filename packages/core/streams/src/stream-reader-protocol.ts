import { branded, brand, checkOptions, isAsyncFunction, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, type EventLoop, isCoroutine, type Task } from "@asyncio-ts/tasks";
import { FlowControl } from "./flow-control.ts";
import { checkKnown } from "./options.ts";
import type { Protocol } from "./protocol.ts";
import type { StreamReader } from "./stream-reader.ts";
import { StreamWriter } from "./stream-writer.ts";
import type { Transport } from "./transport.ts";

/** A program's function for one connection of a server: a coroutine function, or a plain one. */
export type ConnectionHandler = (reader: StreamReader, writer: StreamWriter) => Coroutine<unknown> | void;

const isReader = /* @__PURE__ */ branded("StreamReader");

/**
 * The protocol that feeds a StreamReader, and on which a StreamWriter stands.
 *
 * Mirrors `asyncio.StreamReaderProtocol`.
 */
export class StreamReaderProtocol extends FlowControl implements Protocol {
  readonly #reader: StreamReader;
  readonly #handler: ConnectionHandler | null;
  #transport: Transport | null = null;

  /**
   * @param handler called with the reader and a writer once the connection is made; its coroutine becomes a task
   * @param options.loop the loop of the protocol; the reader's by default
   */
  constructor(reader: StreamReader, handler: ConnectionHandler | null = null, options: { loop?: EventLoop | undefined } = {}) {
    if (!isReader(reader)) throw wrongArgument("StreamReaderProtocol", "a StreamReader", reader);
    if (handler !== null) checkHandler("StreamReaderProtocol", handler);
    checkOptions("StreamReaderProtocol", options);
    checkKnown("StreamReaderProtocol", options, ["loop"]);
    super(options.loop ?? reader._loop);
    this.#reader = reader;
    this.#handler = handler;
  }

  /** @internal Whether the connection was accepted by a server. */
  get _isServerSide(): boolean {
    return this.#handler !== null;
  }

  /** Sets the reader's transport, and calls the handler. */
  connectionMade(transport: Transport): void {
    this.#transport = transport;
    this.#reader.setTransport(transport);
    const handler = this.#handler;
    if (handler === null) return;
    const writer = new StreamWriter(transport, this, this.#reader);
    let result: unknown;
    try {
      result = handler(this.#reader, writer);
    } catch (error) {
      return this.#handlerFailed(error);
    }
    if (isCoroutine(result))
      this._loop.createTask(result as Coroutine<unknown>).addDoneCallback((task) => this.#handlerDone(task as Task<unknown>));
    else if (result instanceof Promise) this.#handlerFailed(wrongArgument("startServer", "a handler that is no async function", result));
  }

  #handlerDone(task: Task<unknown>): void {
    // A task of a connection that was upgraded closes the present transport.
    if (task.cancelled()) return this.#transport?._close();
    const exception = task.exception();
    if (exception !== null) this.#handlerFailed(exception);
  }

  #handlerFailed(exception: unknown): void {
    const transport = this.#transport;
    this._loop.callExceptionHandler({ message: "Unhandled exception in the handler of a connection", exception, transport });
    transport?._close();
  }

  /** @internal The connection goes on over another transport: over TLS. */
  _replaceTransport(transport: Transport): void {
    this.#transport = transport;
    this.#reader._replaceTransport(transport);
  }

  /** @internal Removes and returns the bytes that were not read. */
  _takeBuffered(): Uint8Array[] {
    const { _buffer: buffer } = this.#reader;
    return buffer.length === 0 ? [] : [buffer.take(Infinity)];
  }

  /** Feeds the reader. */
  dataReceived(data: Uint8Array): void {
    this.#reader.feedData(data);
  }

  /** Ends the reader, and keeps the transport open for writes. */
  eofReceived(): boolean {
    this.#reader.feedEof();
    return true;
  }

  /** Ends the reader, with the error of the connection if it has one. */
  override connectionLost(error: Error | null): void {
    if (error === null) this.#reader.feedEof();
    else this.#reader.setException(error);
    super.connectionLost(error);
    this.#transport = null;
  }
}

brand(StreamReaderProtocol, "StreamReaderProtocol");

/** Checks the handler of a server. @throws TypeError if it is no function, or an async one */
export function checkHandler(caller: string, handler: unknown): void {
  if (typeof handler === "function" && !isAsyncFunction(handler)) return;
  throw wrongArgument(caller, "a function* or a plain function (reader, writer)", handler);
}
