import type { Channel, ChannelEvents, TlsOptions } from "@asyncio-ts/streams/lowlevel";
import type { Coroutine, EventLoop, Future } from "@asyncio-ts/tasks";

const HELLO = "a hello in place of TLS's own";

interface TextCoder {
  encode(text: string): Uint8Array;
  decode(bytes: Uint8Array): string;
}

const { TextEncoder, TextDecoder } = globalThis as unknown as Record<"TextEncoder" | "TextDecoder", new () => TextCoder>;

/** Exchanges a hello over a channel, in place of a TLS handshake. Returns a channel that cannot end one side alone. */
export function* secureChannel(loop: EventLoop, channel: Channel, options: TlsOptions, early: readonly Uint8Array[]): Coroutine<Channel> {
  const secure = new SecureMemoryChannel(loop, channel, options);
  try {
    yield* secure.handshake(early);
  } catch (error) {
    channel.destroy();
    throw error;
  }
  return secure;
}

/** A channel over another one, in place of an encrypted one. */
class SecureMemoryChannel implements Channel, ChannelEvents {
  readonly canEnd = false;
  readonly #below: Channel;
  readonly #options: TlsOptions;
  readonly #greeted: Future<void>;
  #events: ChannelEvents | null = null;
  /** The events between the hello and the start. */
  #early: ((events: ChannelEvents) => void)[] = [];
  #isEnding = false;

  constructor(loop: EventLoop, below: Channel, options: TlsOptions) {
    this.#below = below;
    this.#options = options;
    this.#greeted = loop.createFuture<void>();
  }

  *handshake(early: readonly Uint8Array[]): Coroutine<void> {
    this.#below.write(new TextEncoder().encode(HELLO));
    for (const chunk of early) this.data(chunk);
    this.#below.start(this);
    this.#below.resume();
    yield* this.#greeted;
  }

  get bufferedBytes(): number {
    return this.#below.bufferedBytes;
  }

  start(events: ChannelEvents): void {
    this.#events = events;
    for (const report of this.#early) report(events);
    this.#early = [];
    this.#below.resume();
  }

  write(data: Uint8Array): void {
    if (!this.#isEnding) this.#below.write(data);
  }

  end(): void {
    this.#isEnding = true;
    if (this.bufferedBytes === 0) this.destroy();
  }

  pause(): void {
    this.#below.pause();
  }

  resume(): void {
    this.#below.resume();
  }

  destroy(): void {
    this.#below.destroy();
  }

  getExtraInfo(name: string): unknown {
    return name === "sslcontext" ? this.#options.tls : this.#below.getExtraInfo(name);
  }

  data(chunk: Uint8Array): void {
    if (this.#greeted.done()) return this.#report((events) => events.data(chunk));
    if (new TextDecoder().decode(chunk) !== HELLO) return this.#fail("EPROTO", "wrong version number");
    this.#below.pause();
    this.#greeted.setResult();
  }

  ended(): void {
    if (this.#greeted.done()) this.#report((events) => events.ended());
    else this.#fail("ECONNRESET", "the peer disconnected before the handshake was done");
  }

  drained(): void {
    this.#events?.drained();
    if (this.#isEnding && this.bufferedBytes === 0) this.destroy();
  }

  closed(error: Error | null): void {
    if (this.#greeted.done()) this.#report((events) => events.closed(error));
    else this.#greeted.setException(error ?? new Error("the connection was closed before the handshake was done"));
  }

  #report(report: (events: ChannelEvents) => void): void {
    if (this.#events === null) this.#early.push(report);
    else report(this.#events);
  }

  #fail(code: string, message: string): void {
    this.#greeted.setException(Object.assign(new Error(message), { code }));
  }
}
