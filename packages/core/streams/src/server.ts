import { brand, disown, disposable, nameOf, own } from "@asyncio-ts/loop/lowlevel";
import { CancelledError, type Coroutine, type EventLoop, type Future, sleep } from "@asyncio-ts/tasks";
import { markCoroutineMethods } from "@asyncio-ts/tasks/lowlevel";
import { type Accepting, Acceptor } from "./acceptor.ts";
import type { Channel } from "./channel.ts";
import { originOf } from "./connect-transport.ts";
import type { Address, Listener } from "./network.ts";
import type { Transport } from "./transport.ts";
import { reportUnclosed } from "./unclosed.ts";

/**
 * A server: it accepts connections, and keeps count of them.
 *
 * It is disposable: `using` closes it at the end of a block. Mirrors `asyncio.Server`.
 */
export class Server implements Disposable {
  readonly #loop: EventLoop;
  readonly #acceptor: Acceptor;
  /** The listening sockets; null once the server is closed. */
  #listeners: Listener[] | null = [];
  readonly #clients = new Set<Transport>();
  #isServing = false;
  #serving: Future<void> | null = null;
  readonly #waiters = new Set<Future<void>>();
  readonly #origin: Error | null;
  /** Accepts no more connections. */
  declare readonly [Symbol.dispose]: () => void;

  /** @internal */
  constructor(loop: EventLoop, accepting: Accepting) {
    this.#loop = loop;
    this.#origin = originOf(loop, "Server");
    this.#acceptor = new Acceptor(loop, accepting, this, this.#origin, () => this.#checkFinished());
    own(loop, this);
  }

  /** @internal Adds a listening socket. */
  _add(listener: Listener): void {
    this.#listeners!.push(listener);
  }

  /** @internal Receives a connection from the host. */
  readonly _accept = (channel: Channel): void => {
    this.#acceptor.accept(channel, this.#isServing);
  };

  /** Returns the addresses that the server listens on; none once it is closed. */
  addresses(): Address[] {
    return (this.#listeners ?? []).flatMap((listener) => listener.addresses());
  }

  /** Returns whether the server accepts connections. */
  isServing(): boolean {
    return this.#isServing;
  }

  /** Returns the loop of the server. */
  getLoop(): EventLoop {
    return this.#loop;
  }

  /** Accepts connections, also those that came before. Does nothing if the server is serving. @throws Error if it is closed */
  *startServing(): Coroutine<void> {
    this._startServing("startServing");
    yield* sleep(0);
  }

  /** @internal */
  _startServing(caller: string): void {
    if (this.#listeners === null) throw new Error(`${caller}: the server is closed: ${this.toString()}`);
    if (this.#isServing) return;
    this.#isServing = true;
    this.#acceptor.start();
  }

  /**
   * Accepts connections until it is cancelled. Then it closes the server and the connections, and waits for their end.
   *
   * @throws Error if the server is closed, or another coroutine serves it
   */
  *serveForever(): Coroutine<never> {
    if (this.#serving !== null) throw new Error(`serveForever: another coroutine serves it already: ${this.toString()}`);
    this._startServing("serveForever");
    const serving = (this.#serving = this.#loop.createFuture<void>());
    try {
      yield* serving;
    } catch (error) {
      if (error instanceof CancelledError) yield* this.#shutDown();
      throw error;
    } finally {
      this.#serving = null;
    }
    throw new CancelledError();
  }

  *#shutDown(): Coroutine<void> {
    this.close();
    this.closeClients();
    yield* this.waitClosed();
  }

  /** Accepts no more connections. Those that were accepted stay open. Ends `serveForever()` by a CancelledError. */
  close(): void {
    const listeners = this.#listeners;
    if (listeners === null) return;
    this.#listeners = null;
    this.#isServing = false;
    for (const listener of listeners) listener.close();
    this.#acceptor.close();
    disown(this.#loop, this);
    this.#serving?.cancel();
    this.#checkFinished();
  }

  /** Closes all connections once their buffered bytes are sent. */
  closeClients(): void {
    this.#acceptor.dropHandshakes();
    for (const transport of this.#clients) transport._close();
  }

  /** Closes all connections at once, and drops unfinished TLS handshakes. */
  abortClients(): void {
    this.#acceptor.dropHandshakes();
    for (const transport of this.#clients) transport._abort(null);
  }

  /** Waits until the server is closed and the last connection has ended. */
  *waitClosed(): Coroutine<void> {
    if (this.#isFinished()) return;
    const waiter = this.#loop.createFuture<void>();
    this.#waiters.add(waiter);
    try {
      yield* waiter;
    } finally {
      this.#waiters.delete(waiter);
    }
  }

  #isFinished(): boolean {
    return this.#listeners === null && this.#clients.size === 0 && this.#acceptor.size === 0;
  }

  #checkFinished(): void {
    if (!this.#isFinished()) return;
    for (const waiter of this.#waiters) if (!waiter.done()) waiter.setResult();
  }

  /** @internal */
  _attach(transport: Transport): void {
    this.#clients.add(transport);
  }

  /** @internal */
  _detach(transport: Transport): void {
    this.#clients.delete(transport);
    this.#checkFinished();
  }

  /** @internal */
  loopClosed(): void {
    reportUnclosed(this, this.#origin);
    for (const listener of this.#listeners!) listener.close();
    this.#listeners = null;
    this.#isServing = false;
    this.#acceptor.loopClosed();
  }

  /** Returns the state as text, for errors and logs. */
  toString(): string {
    const state = this.#listeners === null ? "closed" : this.#isServing ? "serving" : "not serving";
    const addresses = this.addresses().map((address) => (typeof address === "string" ? address : address.join(":")));
    return `<${nameOf(this)} ${[state, ...addresses].join(" ")} connections=${this.#clients.size}>`;
  }
}

brand(Server, "Server");
markCoroutineMethods(Server, "startServing", "serveForever", "waitClosed");
disposable(Server, function () {
  this.close();
});
