import type { Channel, ChannelEvents } from "@asyncio-ts/streams/lowlevel";
import type { EventLoop } from "@asyncio-ts/tasks";

/** The error of a connection that the peer has closed or aborted, as on a host. */
function reset(): Error {
  return Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET", syscall: "read" });
}

/**
 * One end of a connection in memory. It moves one chunk in each step of the loop, unless the other end does not read.
 *
 * What the other end has not received counts as buffered, so that flow control works without any buffer of a host. In lockstep,
 * a chunk counts until the other end has read it.
 */
export class MemoryChannel implements Channel {
  readonly canEnd: boolean;
  readonly #loop: EventLoop;
  readonly #isLockstep: boolean;
  readonly #facts: Readonly<Record<string, unknown>>;
  #peer: MemoryChannel | null = null;
  #events: ChannelEvents | null = null;
  #outgoing: Uint8Array[] = [];
  #outgoingBytes = 0;
  /** The bytes that the other end has received and not read. Only in lockstep. */
  #unreadBytes = 0;
  #hasEnded = false;
  #isEndPassedOn = false;
  #isPaused = false;
  #isClosed = false;
  #isMoving = false;

  constructor(loop: EventLoop, options: { isLockstep?: boolean; canEnd?: boolean; facts?: Readonly<Record<string, unknown>> } = {}) {
    this.#loop = loop;
    this.canEnd = options.canEnd ?? true;
    this.#isLockstep = options.isLockstep ?? false;
    this.#facts = options.facts ?? {};
  }

  /** Connects two ends. */
  static connect(a: MemoryChannel, b: MemoryChannel): void {
    a.#peer = b;
    b.#peer = a;
  }

  get bufferedBytes(): number {
    return this.#outgoingBytes + this.#unreadBytes;
  }

  /** The other end. */
  get peer(): MemoryChannel {
    return this.#peer!;
  }

  start(events: ChannelEvents): void {
    this.#events = events;
    if (this.#isClosed) this.#reportClosed(reset());
    this.#peer!.#move();
  }

  write(data: Uint8Array): void {
    if (this.#isClosed || this.#hasEnded) return;
    this.#outgoing.push(data);
    this.#outgoingBytes += data.length;
    this.#move();
  }

  end(): void {
    this.#hasEnded = true;
    this.#move();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#peer!.#wasRead();
    this.#peer!.#move();
  }

  destroy(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#drop();
    this.#reportClosed(null);
    this.#move();
  }

  /** Breaks the connection: both ends are closed with the error ECONNRESET. */
  reset(): void {
    for (const end of [this, this.#peer!]) end.#fail();
  }

  getExtraInfo(name: string): unknown {
    return this.#facts[name];
  }

  #drop(): void {
    this.#outgoing = [];
    this.#outgoingBytes = this.#unreadBytes = 0;
  }

  #fail(): void {
    if (this.#isClosed) return;
    this.#isClosed = this.#isEndPassedOn = true;
    this.#drop();
    this.#reportClosed(reset());
  }

  #reportClosed(error: Error | null): void {
    if (!this.#loop.isClosed()) this.#loop.callSoon(() => this.#events?.closed(error));
  }

  /** The other end has read what it had received. */
  #wasRead(): void {
    if (this.#unreadBytes === 0) return;
    this.#unreadBytes = 0;
    this.#loop.callSoon(() => this.#events?.drained());
  }

  /** Moves a chunk in the next pass, unless the other end does not read. */
  #move(): void {
    if (this.#isMoving || this.#loop.isClosed()) return;
    this.#isMoving = true;
    this.#loop.callSoon(moveChunk, this);
  }

  /** The step that moves a chunk, or the end after the last one. */
  moveChunk(): void {
    this.#isMoving = false;
    const peer = this.#peer!;
    if (peer.#isClosed) {
      if (this.#outgoing.length > 0) this.#fail();
      return;
    }
    if (peer.#events === null || this.#unreadBytes > 0) return;
    const chunk = peer.#isPaused ? undefined : this.#outgoing.shift();
    if (chunk !== undefined) return this.#moveOne(chunk, peer.#events);
    if (this.#outgoing.length > 0 || !(this.#hasEnded || this.#isClosed) || this.#isEndPassedOn) return;
    this.#isEndPassedOn = true;
    peer.#events.ended();
    if (!this.canEnd) this.destroy();
  }

  #moveOne(chunk: Uint8Array, events: ChannelEvents): void {
    this.#outgoingBytes -= chunk.length;
    if (this.#isLockstep) this.#unreadBytes = chunk.length;
    events.data(chunk);
    if (!this.#isLockstep) this.#events?.drained();
    this.#move();
  }
}

function moveChunk(channel: MemoryChannel): void {
  channel.moveChunk();
}
