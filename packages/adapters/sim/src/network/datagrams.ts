import type { AddressInfo, DatagramChannel, DatagramEvents } from "@asyncio-ts/streams/lowlevel";
import type { EventLoop } from "@asyncio-ts/tasks";
import { WorldEvent } from "../world/event.ts";
import { addTo, type DatagramSocket, type Host, removeFrom } from "./host.ts";
import { networkError } from "./network-error.ts";
import type { Switchboard } from "./switchboard.ts";

/** The most bytes of a datagram, as over IPv4. */
const LARGEST = 65_507;

/** A datagram socket of a node. */
export class SimulatedDatagrams implements DatagramChannel, DatagramSocket {
  readonly bufferedBytes = 0;
  readonly host: Host;
  readonly port: number;
  readonly #board: Switchboard;
  readonly #loop: EventLoop;
  readonly #remote: AddressInfo | null;
  #events: DatagramEvents | null = null;
  #early: [data: Uint8Array, from: [string, number]][] = [];
  #isClosed = false;

  constructor(board: Switchboard, host: Host, loop: EventLoop, port: number, remote: AddressInfo | null) {
    this.#board = board;
    this.host = host;
    this.#loop = loop;
    this.port = port;
    this.#remote = remote;
    addTo(host.datagrams, port, this);
  }

  start(events: DatagramEvents): void {
    this.#events = events;
    this.#later(() => {
      for (const [data, from] of this.#early.splice(0)) events.message(data, from);
    });
  }

  send(data: Uint8Array, address: AddressInfo | null): void {
    const { host, port } = address ?? this.#remote!;
    if (data.length > LARGEST) return this.#fail(networkError("EMSGSIZE", "send", `${host}:${port}`));
    const to = this.#board.find(this.host, host);
    if (to === null) return this.#fail(this.#board.unknownHost(host));
    this.#board.sendDatagram({ from: this, to, port, data: data.slice() });
  }

  /** Receives a datagram. A connected socket receives only from its peer. */
  receive(data: Uint8Array, from: [host: string, port: number]): void {
    const remote = this.#remote;
    if (this.#isClosed || this.#loop.isClosed()) return;
    if (remote !== null && (this.#board.find(this.host, remote.host)?.name !== from[0] || remote.port !== from[1])) return;
    if (this.#events === null) this.#early.push([data, from]);
    else this.#events.message(data, from);
  }

  /** Only a connected socket is told, as on a host. */
  refused(): void {
    if (this.#remote !== null) this.#fail(networkError("ECONNREFUSED", "recv", ""));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    removeFrom(this.host.datagrams, this.port, this);
    this.#later(() => this.#events?.closed(null));
  }

  getExtraInfo(name: string): unknown {
    if (name === "sockname") return [this.host.name, this.port];
    return name === "peername" && this.#remote !== null ? [this.#remote.host, this.#remote.port] : undefined;
  }

  #fail(error: Error): void {
    this.#later(() => this.#events?.failed(error));
  }

  #later(call: () => void): void {
    const { world } = this.#board.fabric;
    world.schedule(new SocketEvent(this.#loop, call, this.host.name), world.now);
  }
}

/** An event of a socket that the socket itself has caused. */
class SocketEvent extends WorldEvent {
  readonly #loop: EventLoop;
  readonly #call: () => void;
  readonly #host: string;

  constructor(loop: EventLoop, call: () => void, host: string) {
    super();
    this.#loop = loop;
    this.#call = call;
    this.#host = host;
  }

  run(): void {
    if (!this.#loop.isClosed()) this.#call();
  }

  toString(): string {
    return `an event of a socket of ${this.#host}`;
  }
}
