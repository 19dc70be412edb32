import type { Address } from "./network.ts";
import type { DatagramTransport } from "./datagram-transport.ts";
import type { Transport } from "./transport.ts";

/** The callbacks that all protocols of a connection have. */
export interface BaseProtocol {
  /** Called once, when the connection is made: before all other callbacks. */
  connectionMade?(transport: Transport): void;
  /**
   * Called once, when the connection is lost or closed: after all other callbacks.
   *
   * @param error the reason; null after an orderly end, `close()` or `abort()`
   */
  connectionLost?(error: Error | null): void;
  /** Called inside `write`, when the buffered bytes exceed the high water mark. */
  pauseWriting?(): void;
  /** Called when the buffered bytes have fallen to the low water mark. */
  resumeWriting?(): void;
  /** Called when the peer has ended its side. A true result keeps the transport open for writes, otherwise it closes. */
  eofReceived?(): unknown;
}

/**
 * A program's callbacks for one connection, each called in a step of the loop.
 *
 * Mirrors `asyncio.Protocol`.
 */
export interface Protocol extends BaseProtocol {
  /** Called with the bytes that have arrived, in order. An error closes the connection. */
  dataReceived?(data: Uint8Array): void;
}

/** A protocol that receives into memory of its own. Mirrors `asyncio.BufferedProtocol`. */
export interface BufferedProtocol extends BaseProtocol {
  /**
   * Returns memory for bytes that have arrived: as many as there is room for. An empty one closes the connection.
   *
   * @param sizeHint the number of bytes that have arrived
   */
  getBuffer(sizeHint: number): Uint8Array;
  /** Called when the first `count` bytes of that memory were written. */
  bufferUpdated(count: number): void;
}

/** A program's callbacks for one datagram endpoint, each called in a step of the loop. Mirrors `asyncio.DatagramProtocol`. */
export interface DatagramProtocol {
  /** Called once, when the endpoint is open: before all other callbacks. */
  connectionMade?(transport: DatagramTransport): void;
  /** Called with each datagram that arrives. */
  datagramReceived?(data: Uint8Array, address: Address): void;
  /** Called with an error of an earlier send or of a receive. The endpoint stays open. */
  errorReceived?(error: Error): void;
  /** Called once, when the endpoint is closed: after all other callbacks. */
  connectionLost?(error: Error | null): void;
}
