import type { RemoteInfo, Socket } from "node:dgram";
import type { Address, AddressInfo, DatagramChannel, DatagramEvents } from "@asyncio-ts/streams/lowlevel";

/** A datagram socket of Node's. It takes datagrams and errors from the beginning, and reports them after `start`. */
export class UdpChannel implements DatagramChannel {
  readonly #socket: Socket;
  #sockname: Address | undefined;
  readonly #peername: Address | undefined;
  #events: DatagramEvents | null = null;
  /** The datagrams and errors that came before `start`. */
  #early: ((events: DatagramEvents) => void)[] = [];
  #isClosed = false;
  #bufferedBytes = 0;

  /** @param peer the connected address, or undefined */
  constructor(socket: Socket, peer: AddressInfo | undefined) {
    this.#socket = socket;
    this.#peername = peer === undefined ? undefined : [peer.host, peer.port];
    socket.on("message", this.#onMessage).on("error", this.#onError).on("close", this.#onClose);
  }

  get bufferedBytes(): number {
    return this.#bufferedBytes;
  }

  /** Notes the address that the system chose. A closed socket has forgotten it. */
  bound(): void {
    const { address, port } = this.#socket.address();
    this.#sockname = [address, port];
  }

  start(events: DatagramEvents): void {
    process.nextTick(() => {
      this.#events = events;
      for (const report of this.#early.splice(0)) report(events);
    });
  }

  send(data: Uint8Array, address: AddressInfo | null): void {
    this.#bufferedBytes += data.byteLength;
    const onSent = (error: Error | null) => {
      this.#bufferedBytes -= data.byteLength;
      // A datagram that was dropped because the socket closed is no failure.
      if (this.#isClosed) return;
      if (error !== null) this.#onError(error);
      this.#report((events) => events.drained());
    };
    if (address === null) this.#socket.send(data, onSent);
    else this.#socket.send(data, address.port, address.host, onSent);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#early = [];
    this.#socket.close();
  }

  getExtraInfo(name: string): unknown {
    if (name === "sockname") return this.#sockname;
    if (name === "peername") return this.#peername;
    if (name === "socket") return this.#socket;
    return undefined;
  }

  #report(report: (events: DatagramEvents) => void): void {
    if (this.#events === null) this.#early.push(report);
    else report(this.#events);
  }

  readonly #onMessage = (data: Uint8Array, { address, port }: RemoteInfo): void => {
    if (!this.#isClosed) this.#report((events) => events.message(data, [address, port]));
  };
  readonly #onError = (error: Error): void => {
    if (!this.#isClosed) this.#report((events) => events.failed(error));
  };
  readonly #onClose = (): void => this.#report((events) => events.closed(null));
}
