/**
 * A connected byte channel that a host opened: a socket, a pipe, one end of a simulated connection.
 *
 * A transport stands on a channel and adds the rules of asyncio: water marks, steps of the loop, one `connectionLost`.
 * A channel therefore only moves bytes and reports what happened.
 */
export interface Channel {
  /** Whether the sending side can end while the receiving side goes on. False for TLS. */
  readonly canEnd: boolean;
  /** The bytes that were written and that the host has not yet sent. */
  readonly bufferedBytes: number;
  /**
   * Begins to read, and sends events from now on. Until then the channel neither reads nor reports.
   * A channel that has failed before reports it right after `start`.
   */
  start(events: ChannelEvents): void;
  /** Queues bytes for sending. The caller no longer changes them. */
  write(data: Uint8Array): void;
  /**
   * Ends the sending side once the queued bytes are sent. On a channel that cannot half-close, it ends both sides: `closed` follows
   * once the queued bytes are sent and the peer has answered. For a peer that stays silent, the host has a time limit.
   */
  end(): void;
  /** Stops reading. Bytes that the host has read already may still arrive once. */
  pause(): void;
  /** Reads again. */
  resume(): void;
  /** Closes both sides at once and drops queued bytes. Idempotent. `closed` follows. */
  destroy(): void;
  /** Returns a fact of the channel by asyncio's name, such as "peername", "sockname" or "socket"; undefined if unknown. Also after `closed`. */
  getExtraInfo(name: string): unknown;
}

/**
 * The events of a channel. They come from a callback of the host or from a step of the loop, never inside a call of a method of
 * the channel. The transport queues the steps that call the protocol.
 */
export interface ChannelEvents {
  /** Bytes have arrived. */
  data(bytes: Uint8Array): void;
  /** The peer has ended its sending side. No `data` follows. */
  ended(): void;
  /** `bufferedBytes` has become smaller. */
  drained(): void;
  /**
   * Both sides are closed and the host has freed the channel. The last event, once. The error tells why, or is null. It may also come
   * by itself, once both sides have ended.
   */
  closed(error: Error | null): void;
}
