import type { Channel } from "@asyncio-ts/streams/lowlevel";
import type { EventLoop } from "@asyncio-ts/tasks";
import type { SimulatedDatagrams } from "./datagrams.ts";
import type { StreamChannel } from "./stream-channel.ts";

/** The first of the ports for sockets that ask for a free one. */
const FIRST_FREE_PORT = 49_152;

/** A socket that waits for connections. */
export interface Listening {
  readonly loop: EventLoop;
  accept(channel: Channel): void;
}

/** The sockets of a node. Its name is its address. */
export class Host {
  readonly name: string;
  /** The listening sockets, by port or by the path of a Unix socket. */
  readonly listeners: Map<number | string, Listening[]> = new Map();
  /** The open ends of connections. */
  readonly channels: Set<StreamChannel> = new Set();
  /** The datagram sockets, by port. */
  readonly datagrams: Map<number, SimulatedDatagrams[]> = new Map();
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
    for (const channel of [...this.channels]) channel.crash();
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
