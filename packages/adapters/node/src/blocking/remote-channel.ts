import type { Address, AddressInfo, Channel, ChannelEvents, DatagramChannel, DatagramEvents } from "@asyncio-ts/streams/lowlevel";
import { decodeThrown, type EncodedThrown } from "@asyncio-ts/promise/lowlevel";
import type { Facts } from "./held-object.ts";
import type { IoThread } from "./io-thread.ts";
import type { RemoteObject } from "./remote-object.ts";
import { sendableBytes } from "./sendable-bytes.ts";

/** The part that connections and datagram sockets of the I/O thread share. */
abstract class RemoteSocket<E extends { drained(): void; closed(error: Error | null): void }> implements RemoteObject {
  readonly id: number;
  readonly #thread: IoThread;
  readonly #facts: Facts;
  protected events: E | null = null;
  #isClosed = false;
  #written = 0;
  #sent = 0;

  constructor(thread: IoThread, id: number, facts: Facts) {
    this.#thread = thread;
    this.id = id;
    this.#facts = facts;
    thread.attach(id, this);
  }

  get isOpen(): boolean {
    return this.events !== null && !this.#isClosed;
  }

  get bufferedBytes(): number {
    return this.#written - this.#sent;
  }

  start(events: E): void {
    this.events = events;
    this.tell("start");
  }

  getExtraInfo(name: string): unknown {
    return this.#facts[name];
  }

  onEvent(event: string, args: readonly any[]): void {
    if (event === "drained") {
      this.#sent = args[0] as number;
      this.events?.drained();
    } else if (event === "closed") this.#onClosed(errorOf(args[0]));
    else this.received(event, args);
  }

  onEnd(error: Error): void {
    this.#onClosed(error);
  }

  /** Receives the other events. */
  protected abstract received(event: string, args: readonly any[]): void;

  protected sendBytes(method: string, data: Uint8Array, ...args: unknown[]): void {
    this.#written += data.byteLength;
    const { bytes, transfer } = sendableBytes(data, false);
    this.#thread.tell(this.id, method, [bytes, ...args], transfer);
  }

  protected tell(method: string): void {
    this.#thread.tell(this.id, method, []);
  }

  #onClosed(error: Error | null): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#thread.detach(this.id);
    this.events?.closed(error);
  }
}

/** A connection that the I/O thread holds. */
export class RemoteChannel extends RemoteSocket<ChannelEvents> implements Channel {
  readonly canEnd: boolean;

  constructor(thread: IoThread, id: number, { facts, canEnd }: { facts: Facts; canEnd: boolean }) {
    super(thread, id, facts);
    this.canEnd = canEnd;
  }

  write(data: Uint8Array): void {
    this.sendBytes("write", data);
  }

  end(): void {
    this.tell("end");
  }

  pause(): void {
    this.tell("pause");
  }

  resume(): void {
    this.tell("resume");
  }

  destroy(): void {
    this.tell("destroy");
  }

  protected received(event: string, [bytes]: readonly any[]): void {
    if (event === "data") this.events?.data(bytes as Uint8Array);
    else if (event === "ended") this.events?.ended();
  }
}

/** A datagram socket that the I/O thread holds. */
export class RemoteDatagramChannel extends RemoteSocket<DatagramEvents> implements DatagramChannel {
  send(data: Uint8Array, address: AddressInfo | null): void {
    this.sendBytes("send", data, address);
  }

  close(): void {
    this.tell("close");
  }

  protected received(event: string, [first, address]: readonly any[]): void {
    if (event === "message") this.events?.message(first as Uint8Array, address as Address);
    else if (event === "failed") this.events?.failed(errorOf(first)!);
  }
}

function errorOf(encoded: EncodedThrown | null): Error | null {
  return encoded && (decodeThrown(encoded) as Error);
}
