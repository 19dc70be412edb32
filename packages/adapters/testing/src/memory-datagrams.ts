import type { AddressInfo, DatagramChannel, DatagramEvents } from "@asyncio-ts/streams/lowlevel";
import type { EventLoop } from "@asyncio-ts/tasks";

type HostAndPort = [host: string, port: number];

/** The datagram sockets of a network in memory. */
export class MemoryDatagrams {
  readonly #sockets = new Map<string, MemoryDatagramChannel>();

  /** Opens a socket. Returns null if the address is taken. */
  open(loop: EventLoop, own: HostAndPort, remote: AddressInfo | null): DatagramChannel | null {
    const key = own.join(":");
    if (this.#sockets.has(key)) return null;
    const socket = new MemoryDatagramChannel(this, loop, own, remote);
    this.#sockets.set(key, socket);
    return socket;
  }

  /** Removes a socket. */
  close(own: HostAndPort): void {
    this.#sockets.delete(own.join(":"));
  }

  /** Returns the socket of an address. */
  at(address: { host: string; port: number }): MemoryDatagramChannel | undefined {
    return this.#sockets.get(`${address.host}:${address.port}`);
  }
}

/** A datagram socket in memory. Datagrams to nowhere are lost, or refused if the socket is connected. */
class MemoryDatagramChannel implements DatagramChannel {
  readonly bufferedBytes = 0;
  readonly #sockets: MemoryDatagrams;
  readonly #loop: EventLoop;
  readonly #own: HostAndPort;
  readonly #remote: AddressInfo | null;
  #events: DatagramEvents | null = null;
  #isClosed = false;
  #early: [data: Uint8Array, from: HostAndPort][] = [];

  constructor(sockets: MemoryDatagrams, loop: EventLoop, own: HostAndPort, remote: AddressInfo | null) {
    this.#sockets = sockets;
    this.#loop = loop;
    this.#own = own;
    this.#remote = remote;
  }

  start(events: DatagramEvents): void {
    this.#events = events;
    for (const [data, from] of this.#early) events.message(data, from);
    this.#early = [];
  }

  send(data: Uint8Array, address: AddressInfo | null): void {
    this.#loop.callSoon(() => this.#deliver(data.slice(), address ?? this.#remote!));
  }

  #deliver(data: Uint8Array, address: AddressInfo): void {
    const target = this.#sockets.at(address);
    if (target !== undefined) return target.receive(data, this.#own);
    if (this.#remote !== null) this.#events?.failed(Object.assign(new Error("recv ECONNREFUSED"), { code: "ECONNREFUSED" }));
  }

  /** Receives a datagram. A connected socket receives only from its peer. */
  receive(data: Uint8Array, from: HostAndPort): void {
    const remote = this.#remote;
    if (this.#isClosed || (remote !== null && (remote.host !== from[0] || remote.port !== from[1]))) return;
    if (this.#events === null) this.#early.push([data, from]);
    else this.#events.message(data, from);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#sockets.close(this.#own);
    if (!this.#loop.isClosed()) this.#loop.callSoon(() => this.#events?.closed(null));
  }

  getExtraInfo(name: string): unknown {
    if (name === "sockname") return this.#own;
    return name === "peername" && this.#remote !== null ? [this.#remote.host, this.#remote.port] : undefined;
  }
}
