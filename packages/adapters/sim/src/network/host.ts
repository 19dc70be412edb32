import type { Channel } from "@asyncio-ts/streams/lowlevel";
import type { EventLoop } from "@asyncio-ts/tasks";

/** The first of the ports for sockets that ask for a free one. */
const FIRST_FREE_PORT = 49_152;

/** A socket that waits for connections. */
export interface Listening {
  readonly loop: EventLoop;
  accept(channel: Channel): void;
}

/** One end of a connection, as far as its host needs it. */
export interface Connected {
  /** The host of the other end. */
  readonly peerHost: Host;
  /** The host has crashed. The other end hears of it. */
  crash(): void;
  /** Breaks the connection: both ends fail, and what is on its way is lost. */
  reset(): void;
}

/** A datagram socket, as far as the network needs it. */
export interface DatagramSocket {
  readonly host: Host;
  readonly port: number;
  /** Receives a datagram. */
  receive(data: Uint8Array, from: [host: string, port: number]): void;
  /** Hears that the port of a datagram has no socket. */
  refused(): void;
}

/** The sockets of a node. Its name is its address. */
export class Host {
  readonly name: string;
  /** The listening sockets, by port or by the path of a Unix socket. */
  readonly listeners: Map<number | string, Listening[]> = new Map();
  /** The open ends of connections. */
  readonly channels: Set<Connected> = new Set();
  /** The datagram sockets, by port. */
  readonly datagrams: Map<number, DatagramSocket[]> = new Map();
  #nextPort = FIRST_FREE_PORT;

  constructor(name: string) {
    this.name = name;
  }

  /** Returns a port that no socket has. */
  freePort(): number {
    let port: number;
    do {
      port = this.#nextPort++;
      if (this.#nextPort > 65_535) this.#nextPort = FIRST_FREE_PORT;
    } while (this.listeners.has(port) || this.datagrams.has(port));
    return port;
  }

  /** Frees all sockets at once. The peers of connections receive a reset. */
  crash(): void {
    this.listeners.clear();
    this.datagrams.clear();
    for (const channel of this.channels) channel.crash();
  }
}

/** Adds a value to the list of a key. */
export function addTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Removes a value from the list of a key. */
export function removeFrom<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const left = (map.get(key) ?? []).filter((other) => other !== value);
  if (left.length === 0) map.delete(key);
  else map.set(key, left);
}
