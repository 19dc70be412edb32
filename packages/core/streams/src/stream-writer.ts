import { brand, branded, disposable, nameOf, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "@asyncio-ts/tasks";
import { markCoroutineMethods } from "@asyncio-ts/tasks/lowlevel";
import { Drain } from "./drain.ts";
import type { FlowControl } from "./flow-control.ts";
import { startTls, type StartTlsOptions } from "./start-tls.ts";
import type { StreamReader } from "./stream-reader.ts";
import type { StreamReaderProtocol } from "./stream-reader-protocol.ts";
import type { Transport } from "./transport.ts";

const isStreamProtocol = /* @__PURE__ */ branded("StreamReaderProtocol") as (value: unknown) => value is StreamReaderProtocol;

/**
 * Writes the bytes of a connection. `yield* writer.drain()` after a write waits while too much is buffered.
 *
 * It is disposable: `using` closes it at the end of a block.
 *
 * Mirrors `asyncio.StreamWriter`.
 */
export class StreamWriter implements Disposable {
  #transport: Transport;
  /** @internal */
  readonly _protocol: FlowControl;
  /** @internal */
  readonly _reader: StreamReader | null;
  /** Closes the connection. */
  declare readonly [Symbol.dispose]: () => void;

  /**
   * @param protocol the protocol of the transport, which is behind `drain()` and `waitClosed()`
   * @param reader the reader of the same connection; `drain()` throws its error
   */
  constructor(transport: Transport, protocol: FlowControl, reader: StreamReader | null = null) {
    if (typeof (transport as Partial<Transport> | null)?.write !== "function")
      throw wrongArgument("StreamWriter", "a transport", transport);
    if (typeof (protocol as Partial<FlowControl> | null)?._drainWaiter !== "function") {
      throw wrongArgument("StreamWriter", "a StreamReaderProtocol", protocol);
    }
    this.#transport = transport;
    this._protocol = protocol;
    this._reader = reader;
  }

  /** The transport of the connection. */
  get transport(): Transport {
    return this.#transport;
  }

  /**
   * Sends bytes, or buffers them. Text is encoded as UTF-8. The caller no longer changes the bytes.
   *
   * @throws TypeError if `data` is neither a Uint8Array nor a string
   * @throws Error after `close()` or `writeEof()`
   */
  write(data: Uint8Array | string): void {
    this.#transport.write(data);
  }

  /** Same as one `write` of all parts. */
  writeLines(parts: Iterable<Uint8Array | string>): void {
    this.#transport.writeLines(parts);
  }

  /** Ends the sending side once the buffered bytes are sent. @throws Error if one side cannot end alone, as over TLS */
  writeEof(): void {
    this.#transport.writeEof();
  }

  /** Returns whether the sending side can end alone. */
  canWriteEof(): boolean {
    return this.#transport.canWriteEof();
  }

  /**
   * Waits while more bytes are buffered than the high water mark, until there are no more than the low one.
   *
   * @throws the error of the connection
   * @throws Error with the code `ECONNRESET` if the connection was closed
   */
  drain(): Coroutine<void> {
    return new Drain(this) as never;
  }

  /** Sends the buffered bytes, then closes the connection. */
  close(): void {
    this.#transport.close();
  }

  /** Returns whether the connection is closing or closed. */
  isClosing(): boolean {
    return this.#transport.isClosing();
  }

  /** Waits until the connection is closed. @throws the error of the connection */
  waitClosed(): Coroutine<void> {
    return this._protocol._waitClosed();
  }

  /**
   * Upgrades the connection to TLS. The side follows from the connection: a server's connections are the server side.
   *
   * @param options.tls true, or the options of the host
   * @param options.serverHostname the name that the client sends and checks
   */
  *startTls(options: Omit<StartTlsOptions, "serverSide">): Coroutine<void> {
    const protocol = this._protocol;
    const serverSide = isStreamProtocol(protocol) && protocol._isServerSide;
    yield* this.drain();
    const transport = yield* startTls(this.#transport, protocol, { ...options, serverSide });
    this.#transport = transport;
    if (isStreamProtocol(protocol)) protocol._replaceTransport(transport);
  }

  /** Returns a fact of the connection, such as `"peername"`; `fallback` if it is not known. */
  getExtraInfo(name: string, fallback: unknown = null): unknown {
    return this.#transport.getExtraInfo(name, fallback);
  }

  /** Returns the state as text, for errors and logs. */
  toString(): string {
    const reader = this._reader === null ? "" : ` reader=${this._reader.toString()}`;
    return `<${nameOf(this)} transport=${this.#transport.toString()}${reader}>`;
  }
}

brand(StreamWriter, "StreamWriter");
markCoroutineMethods(StreamWriter, "drain", "waitClosed", "startTls");
disposable(StreamWriter, function () {
  this.close();
});
