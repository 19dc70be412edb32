import type { Context, Runnable } from "@asyncio-ts/loop";
import { captureContext, hostContextOf, runInline } from "@asyncio-ts/loop/lowlevel";
import { CancelledError, type Coroutine, type EventLoop, type Task } from "@asyncio-ts/tasks";
import type { Channel } from "./channel.ts";
import { handshake } from "./handshake.ts";
import type { TlsOptions } from "./network.ts";
import type { BufferedProtocol, Protocol } from "./protocol.ts";
import { makeProtocol } from "./protocol-calls.ts";
import { Transport } from "./transport.ts";
import type { TransportOwner } from "./transport-options.ts";

/** What a server does with a connection. */
export interface Accepting {
  /** The function that errors name. */
  readonly caller: string;
  readonly protocolFactory: () => Protocol | BufferedProtocol;
  /** The options of TLS; null for plain connections. */
  readonly tls: TlsOptions | null;
}

/** Makes transports of the connections that a server has accepted, each in a step of its own. */
export class Acceptor {
  readonly #loop: EventLoop;
  readonly #accepting: Accepting;
  readonly #owner: TransportOwner;
  readonly #origin: Error | null;
  readonly #onDone: () => void;
  /** The context of the code that opened the server, which the connections inherit. */
  readonly #context = captureContext();
  /** The connections that came before the server was serving. */
  #early: Channel[] = [];
  readonly #queued = new Set<Acceptance>();
  readonly #handshakes = new Map<Task<void>, Channel>();

  /** @param onDone called when a connection has become a transport, or has failed */
  constructor(loop: EventLoop, accepting: Accepting, owner: TransportOwner, origin: Error | null, onDone: () => void) {
    this.#loop = loop;
    this.#accepting = accepting;
    this.#owner = owner;
    this.#origin = origin;
    this.#onDone = onDone;
  }

  /** The number of connections that are no transports yet. */
  get size(): number {
    return this.#queued.size + this.#handshakes.size;
  }

  /** Receives a connection from the host. */
  accept(channel: Channel, isServing: boolean): void {
    if (this.#loop.isClosed()) channel.destroy();
    else if (isServing) this.#queue(channel);
    else this.#early.push(channel);
  }

  #queue(channel: Channel): void {
    const acceptance = new Acceptance(this, channel, this.#context?.copy() ?? null);
    this.#queued.add(acceptance);
    runInline(this.#loop, itself, acceptance, null);
  }

  /** Accepts the connections that came before. */
  start(): void {
    const early = this.#early;
    this.#early = [];
    for (const channel of early) this.#queue(channel);
  }

  /** Drops the connections that came before. */
  close(): void {
    for (const channel of this.#early) channel.destroy();
    this.#early = [];
  }

  /** Ends the TLS handshakes. */
  dropHandshakes(): void {
    for (const task of this.#handshakes.keys()) task.cancel();
  }

  /** Frees the connections that are no transports yet. */
  loopClosed(): void {
    this.close();
    for (const { channel } of this.#queued) channel.destroy();
    for (const channel of this.#handshakes.values()) channel.destroy();
  }

  /** The step of one connection. */
  begin(acceptance: Acceptance): void {
    this.#queued.delete(acceptance);
    const { channel } = acceptance;
    const { tls } = this.#accepting;
    try {
      const protocol = makeProtocol(this.#accepting.caller, this.#accepting.protocolFactory);
      if (tls === null) this.#connect(channel, protocol);
      else this.#secure(channel, protocol, tls);
    } catch (exception) {
      channel.destroy();
      this.#report(exception);
    }
    this.#onDone();
  }

  #connect(channel: Channel, protocol: Protocol | BufferedProtocol): void {
    new Transport(this.#loop, channel, protocol, { owner: this.#owner, origin: this.#origin })._begin(null);
  }

  #secure(channel: Channel, protocol: Protocol | BufferedProtocol, tls: TlsOptions): void {
    const task: Task<void> = this.#loop.createTask(this.#handshake(channel, protocol, tls));
    this.#handshakes.set(task, channel);
    task.addDoneCallback(() => {
      this.#handshakes.delete(task);
      // A task that was cancelled before its first step has not closed it.
      if (task.cancelled()) channel.destroy();
      this.#onDone();
    });
  }

  *#handshake(channel: Channel, protocol: Protocol | BufferedProtocol, tls: TlsOptions): Coroutine<void> {
    let secured;
    try {
      secured = yield* handshake(this.#accepting.caller, this.#loop, channel, tls);
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      // Every scanner of ports fails in its handshake, so only debug mode reports it, as asyncio.
      if (this.#loop.getDebug()) this.#report(error);
      return;
    }
    this.#connect(secured, protocol);
  }

  #report(exception: unknown): void {
    this.#loop.callExceptionHandler({ message: "Error on transport creation for incoming connection", exception });
  }
}

/** A connection that waits for its step. */
class Acceptance implements Runnable {
  readonly context: Context | null;
  readonly channel: Channel;
  readonly #acceptor: Acceptor;

  constructor(acceptor: Acceptor, channel: Channel, context: Context | null) {
    this.#acceptor = acceptor;
    this.channel = channel;
    this.context = context;
  }

  run(): void {
    const enter = hostContextOf(this.context);
    if (enter === null) this.#acceptor.begin(this);
    else enter(() => this.#acceptor.begin(this));
  }

  toString(): string {
    return "<a connection that a server accepts>";
  }
}

function itself(acceptance: Acceptance): Acceptance {
  return acceptance;
}
