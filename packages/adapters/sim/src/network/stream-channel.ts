import { Fifo } from "@asyncio-ts/loop/lowlevel";
import type { Channel, ChannelEvents } from "@asyncio-ts/streams/lowlevel";
import type { EventLoop } from "@asyncio-ts/tasks";
import { WorldEvent } from "../world/event.ts";
import type { Fabric } from "../world/fabric.ts";
import type { Connected, Host } from "./host.ts";
import { networkError } from "./network-error.ts";
import type { Path } from "./path.ts";
import { END, type FlowEnd, RESET, ROOM, type Segment, StreamFlow } from "./stream-flow.ts";
import { describeBytes } from "../world/timeline.ts";

/** The bytes that may be on their way, or received and not read. */
const WINDOW = 65_536;

/** One end of a connection between two hosts. */
export class StreamChannel implements Channel, Connected, FlowEnd {
  readonly canEnd = true;
  /** The host of this end. */
  readonly host: Host;
  /** The bytes that the program has read. */
  #consumed = 0;
  readonly #fabric: Fabric;
  readonly #loop: EventLoop;
  readonly #facts: Readonly<Record<string, unknown>>;
  #peer!: StreamChannel;
  #flow!: StreamFlow;
  #events: ChannelEvents | null = null;
  readonly #received = new Fifo<Uint8Array>();
  #unreadBytes = 0;
  /** The peer has ended its side: not yet, yes, and reported. */
  #peerEnd: "none" | "arrived" | "reported" = "none";
  #outgoing: Uint8Array[] = [];
  #outgoingBytes = 0;
  #sent = 0;
  #hasEnded = false;
  #isEndSent = false;
  #isPaused = false;
  #isClosed = false;
  #close: { error: Error | null } | null = null;
  readonly #report = new Report(this);

  constructor(fabric: Fabric, host: Host, loop: EventLoop, facts: Readonly<Record<string, unknown>>) {
    this.#fabric = fabric;
    this.host = host;
    this.#loop = loop;
    this.#facts = facts;
    host.channels.add(this);
  }

  /** Connects two ends. */
  static connect(client: StreamChannel, server: StreamChannel, there: Path, back: Path): void {
    client.#join(server, there);
    server.#join(client, back);
  }

  #join(peer: StreamChannel, path: Path): void {
    this.#peer = peer;
    this.#flow = new StreamFlow(this.#fabric.world, path, this, peer);
  }

  get peerHost(): Host {
    return this.#peer.host;
  }

  get bufferedBytes(): number {
    return this.#outgoingBytes;
  }

  start(events: ChannelEvents): void {
    this.#events = events;
    this.#reportLater();
  }

  write(data: Uint8Array): void {
    if (this.#isClosed || this.#hasEnded) return;
    // The receiver gets bytes of its own, because a host copies them as well.
    this.#outgoing.push(data.slice());
    this.#outgoingBytes += data.length;
    this.#send();
  }

  end(): void {
    if (this.#isClosed) return;
    this.#hasEnded = true;
    this.#send();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#reportLater();
  }

  destroy(): void {
    if (this.#isClosed) return;
    // As on a host: a reset if something was not read.
    const segment = this.#unreadBytes > 0 ? RESET : END;
    if (segment === RESET || !this.#isEndSent) this.#flow.send(segment);
    this.#shut(null);
  }

  /** Ends the connection with an error on this side. */
  fail(error: Error): void {
    if (this.#isClosed) return;
    this.#tell(`the connection to ${this.#peer.host.name} fails: ${error.message}`);
    this.#flow.drop();
    this.#shut(error);
  }

  /** Breaks the connection: both ends fail, and what is on its way is lost. */
  reset(): void {
    for (const end of [this, this.#peer]) end.fail(networkError("ECONNRESET", "read", ""));
  }

  /** The host has crashed. The other end hears of it. */
  crash(): void {
    if (this.#isClosed) return;
    this.#flow.send(RESET);
    this.#shut(null);
  }

  getExtraInfo(name: string): unknown {
    return this.#facts[name];
  }

  /** Receives what the other end has sent. */
  arrived(segment: Segment): void {
    if (this.#isClosed) {
      if (segment instanceof Uint8Array) this.#flow.send(RESET);
    } else if (segment === RESET) this.fail(networkError("ECONNRESET", "read", ""));
    else if (segment === ROOM) {
      this.#send();
      this.#events?.drained();
    } else {
      if (segment === END) this.#peerEnd = "arrived";
      else {
        this.#received.push(segment);
        this.#unreadBytes += segment.length;
      }
      this.passOn();
    }
  }

  /** Passes on what has arrived, as long as the program reads. */
  passOn(): void {
    const events = this.#events;
    if (events === null || this.#loop.isClosed()) return;
    const before = this.#consumed;
    while (!this.#isPaused && !this.#isClosed && this.#received.size > 0) {
      const chunk = this.#received.pop();
      this.#unreadBytes -= chunk.length;
      this.#consumed += chunk.length;
      events.data(chunk);
    }
    if (this.#consumed > before && this.#peer.#outgoingBytes > 0 && !this.#isClosed) this.#flow.send(ROOM);
    if (this.#received.size === 0 && this.#peerEnd === "arrived" && !this.#isPaused && !this.#isClosed) {
      this.#peerEnd = "reported";
      events.ended();
    }
    const close = this.#close;
    if (close === null) return;
    this.#close = null;
    events.closed(close.error);
  }

  /** Sends as many bytes as there is room for, then the end. */
  #send(): void {
    for (let chunk = this.#outgoing[0]; chunk !== undefined; chunk = this.#outgoing[0]) {
      const room = WINDOW - (this.#sent - this.#peer.#consumed);
      if (room <= 0) return;
      const part = chunk.length <= room ? chunk : chunk.subarray(0, room);
      if (part === chunk) this.#outgoing.shift();
      else this.#outgoing[0] = chunk.subarray(room);
      this.#outgoingBytes -= part.length;
      this.#sent += part.length;
      if (this.#fabric.timeline !== null) this.#tell(`sends ${describeBytes(part)} to ${this.#peer.host.name}`);
      this.#flow.send(part);
    }
    if (!this.#hasEnded || this.#isEndSent) return;
    this.#isEndSent = true;
    this.#flow.send(END);
  }

  #shut(error: Error | null): void {
    this.#isClosed = true;
    this.host.channels.delete(this);
    this.#outgoing = [];
    this.#outgoingBytes = this.#unreadBytes = 0;
    while (this.#received.size > 0) this.#received.pop();
    this.#close = { error };
    this.#reportLater();
  }

  #reportLater(): void {
    if (this.#events !== null && !this.#loop.isClosed()) this.#fabric.world.schedule(this.#report, this.#fabric.world.now);
  }

  #tell(text: string): void {
    this.#fabric.timeline?.add(`${this.host.name}: ${text}`);
  }
}

/** The event in which a channel passes on what it holds, outside the call that caused it. */
class Report extends WorldEvent {
  readonly #channel: StreamChannel;

  constructor(channel: StreamChannel) {
    super();
    this.#channel = channel;
  }

  run(): void {
    this.#channel.passOn();
  }

  toString(): string {
    return `bytes for ${this.#channel.host.name}`;
  }
}
