import type { Coroutine, EventLoop } from "@asyncio-ts/tasks";
import type { Channel } from "./channel.ts";

/** An address as asyncio prints it: `[host, port]`, or the path of a Unix socket. */
export type Address = [host: string, port: number] | string;

/** The IP family of a host name's addresses: both when it is omitted. */
export type Family = 4 | 6;

/** One address of a host name. */
export interface AddressInfo {
  /** The IP version. */
  readonly family: Family;
  /** The IP address. */
  readonly host: string;
  /** 0 to 65,535. */
  readonly port: number;
}

/** What listening needs beside the address. */
export interface ListenOptions {
  /** The number of connections that the host holds until they are accepted. */
  readonly backlog?: number | undefined;
  /** Whether several processes may listen on the same port. */
  readonly reusePort?: boolean | undefined;
}

/** A listening socket. */
export interface Listener {
  /** Its own addresses, with the port that the system chose. */
  addresses(): Address[];
  /** Accepts no more connections, and frees the socket. Accepted connections stay. Idempotent. */
  close(): void;
}

/** What TLS needs beside the channel. */
export interface TlsOptions {
  /** The host's own options, such as Node's `key`, `cert`, `ca` and `rejectUnauthorized`. */
  readonly tls: object;
  /** Whether this is the server's side. */
  readonly serverSide: boolean;
  /** The name that the client sends and checks. */
  readonly serverHostname?: string | undefined;
}

/** What a datagram endpoint needs. An address that is omitted is not bound, or not connected. */
export interface DatagramOptions {
  /** The address to receive on. */
  readonly localAddr?: AddressInfo | undefined;
  /** The only address to send to and to receive from. */
  readonly remoteAddr?: AddressInfo | undefined;
  /** Whether several processes may receive on the same port. */
  readonly reusePort?: boolean | undefined;
  /** Whether broadcast addresses are allowed. */
  readonly allowBroadcast?: boolean | undefined;
}

/** A datagram socket that a host opened. */
export interface DatagramChannel {
  /** Sends events from now on. Datagrams that arrived before are reported first. */
  start(events: DatagramEvents): void;
  /** The bytes that were given to `send` and that the host has not yet sent. */
  readonly bufferedBytes: number;
  /** Sends one datagram: to the address, or to the connected one. */
  send(data: Uint8Array, address: AddressInfo | null): void;
  /** Closes at once. Idempotent. `closed` follows. */
  close(): void;
  /** Returns a fact of the socket by asyncio's name, such as "sockname"; undefined if unknown. Also after `closed`. */
  getExtraInfo(name: string): unknown;
}

/** The events of a datagram channel, under the rules of `ChannelEvents`. */
export interface DatagramEvents {
  /** A datagram has arrived. */
  message(data: Uint8Array, address: Address): void;
  /** An earlier send or a receive has failed. The socket stays open. */
  failed(error: Error): void;
  /** `bufferedBytes` has become smaller. */
  drained(): void;
  /** The socket is closed. The last event. */
  closed(error: Error | null): void;
}

/**
 * The seam between streams and a host: opens connections, listens, sends datagrams and looks names up.
 *
 * `@asyncio-ts/node` installs one for sockets. A simulation brings its own, so that one program runs on both.
 * A cancelled coroutine leaves nothing open. Each coroutine throws the host's own error, such as ECONNREFUSED, unchanged.
 *
 * A network of the host holds `loop.hostWork` during its coroutines, and while bytes that were written are not sent, because virtual
 * time must not jump meanwhile. An open channel by itself is no host work. A simulated network holds none.
 */
export interface Network {
  /** Connects to one address. Name look-up and happy eyeballs are above this seam. */
  connect(loop: EventLoop, address: AddressInfo, options: { localAddr?: AddressInfo | undefined }): Coroutine<Channel>;
  /** Connects to a Unix socket. */
  connectUnix(loop: EventLoop, path: string): Coroutine<Channel>;
  /** Listens on one address; a null host is every interface. `accept` takes each connection, outside the steps of the loop. */
  listen(
    loop: EventLoop,
    address: { host: string | null; port: number; family?: Family | undefined },
    options: ListenOptions,
    accept: (channel: Channel) => void,
  ): Coroutine<Listener>;
  /** Listens on a Unix socket. */
  listenUnix(loop: EventLoop, path: string, options: ListenOptions, accept: (channel: Channel) => void): Coroutine<Listener>;
  /**
   * Does the TLS handshake over a channel that is not started, or that its transport has paused. Returns the encrypted channel. The
   * events of the given channel are no longer reported. A failure or a cancellation destroys it.
   *
   * @param early the bytes that the transport has received and not passed on: the begin of the peer's handshake
   */
  secure(loop: EventLoop, channel: Channel, options: TlsOptions, early: readonly Uint8Array[]): Coroutine<Channel>;
  /** Opens a datagram socket. */
  openDatagram(loop: EventLoop, options: DatagramOptions): Coroutine<DatagramChannel>;
  /** Looks up the addresses of a host name. */
  getaddrinfo(loop: EventLoop, host: string, port: number, options: { family?: Family | undefined }): Coroutine<AddressInfo[]>;
  /** Looks up the host name and the service of an address. */
  getnameinfo(loop: EventLoop, address: AddressInfo): Coroutine<[host: string, service: string]>;
}
