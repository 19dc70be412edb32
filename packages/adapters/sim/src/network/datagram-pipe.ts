import type { DatagramSocket, Host } from "./host.ts";
import type { Path } from "./path.ts";
import { Pipe } from "../world/pipe.ts";
import type { Fabric } from "../world/fabric.ts";
import { describeBytes } from "../world/timeline.ts";

/** A datagram on its way. */
export interface Datagram {
  readonly from: DatagramSocket;
  readonly to: Host;
  readonly port: number;
  readonly data: Uint8Array;
}

/** The datagrams of one direction between two hosts. */
export class DatagramPipe extends Pipe<Datagram> {
  readonly #fabric: Fabric;
  readonly #path: Path;

  constructor(fabric: Fabric, path: Path) {
    super(fabric.world);
    this.#fabric = fabric;
    this.#path = path;
  }

  /** Sends a datagram, with the faults of the path. */
  send(datagram: Datagram): void {
    const path = this.#path;
    const due = path.arrival(datagram.data.length);
    if (path.isBlocked) return this.#tell(datagram, ", which is lost in the partition");
    if (path.strikes("loss")) return this.#tell(datagram, ", which is lost");
    const isLate = path.strikes("reorder");
    const isTwofold = path.strikes("duplicate");
    this.#tell(datagram, `${isLate ? ", which is overtaken" : ""}${isTwofold ? ", which arrives twice" : ""}`);
    // Twice the latency and more, so that the next datagrams overtake it.
    if (isLate) this.#sendAlone(datagram, due + path.latency() + path.latency() + 1);
    else this.push(datagram, due);
    if (isTwofold) this.#sendAlone(datagram, due + path.latency());
  }

  #sendAlone(datagram: Datagram, due: number): void {
    new Straggler(this.#fabric, this).push(datagram, due);
  }

  arrive({ from, to, port, data }: Datagram): void {
    if (this.#path.isBlocked) {
      this.#fabric.timeline?.add(`${this.#path}: a datagram is lost in the partition`);
      return;
    }
    const socket = to.datagrams.get(port)?.[0];
    if (socket === undefined) from.refused();
    else socket.receive(data, [from.host.name, from.port]);
  }

  #tell({ data, port, from }: Datagram, text: string): void {
    if (this.#fabric.timeline === null) return;
    this.#fabric.timeline.add(`${from.host.name}: sends ${this.#path.to}:${port} a datagram of ${describeBytes(data)}${text}`);
  }

  toString(): string {
    return `the arrival of a datagram ${this.#path}`;
  }
}

/** A datagram on a way of its own. */
class Straggler extends Pipe<Datagram> {
  readonly #pipe: DatagramPipe;

  constructor(fabric: Fabric, pipe: DatagramPipe) {
    super(fabric.world);
    this.#pipe = pipe;
  }

  arrive(datagram: Datagram): void {
    this.#pipe.arrive(datagram);
  }

  toString(): string {
    return this.#pipe.toString();
  }
}
