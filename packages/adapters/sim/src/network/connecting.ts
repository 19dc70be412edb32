import type { EventLoop, Future } from "@asyncio-ts/tasks";
import { WorldEvent } from "../world/event.ts";
import type { Host } from "./host.ts";
import { networkError } from "./network-error.ts";
import { StreamChannel } from "./stream-channel.ts";
import type { Switchboard } from "./switchboard.ts";

/** The milliseconds between the attempts, as Linux makes them. */
const RETRIES = [1000, 2000, 4000, 8000, 16_000, 32_000, 64_000];

/** The two ends of a connection to be made. */
export interface Ends {
  readonly loop: EventLoop;
  readonly from: Host;
  readonly ownPort: number;
  readonly to: Host;
  /** The port, or the path of a Unix socket. */
  readonly port: number | string;
}

/** An attempt to connect: a request on its way there, then the answer on its way back. A partition loses both, so they are repeated. */
export class Connecting extends WorldEvent {
  readonly done: Future<StreamChannel>;
  readonly #board: Switchboard;
  readonly #ends: Ends;
  #client: StreamChannel | null = null;
  #isAnswered = false;
  #attempt = 0;

  constructor(board: Switchboard, ends: Ends) {
    super();
    this.#board = board;
    this.#ends = ends;
    this.done = ends.loop.createFuture<StreamChannel>();
    this.#depart();
  }

  get #there() {
    return this.#board.path(this.#ends.from.name, this.#ends.to.name);
  }

  get #back() {
    return this.#board.path(this.#ends.to.name, this.#ends.from.name);
  }

  #depart(): void {
    this.#board.fabric.world.schedule(this, (this.#isAnswered ? this.#back : this.#there).arrival(0));
  }

  run(): void {
    if (this.#ends.loop.isClosed()) return this.abandon();
    if ((this.#isAnswered ? this.#back : this.#there).isBlocked) return this.#retry();
    if (this.#isAnswered) return this.#finish();
    this.#isAnswered = true;
    this.#depart();
    this.#request();
  }

  /** The request arrives. */
  #request(): void {
    const { loop, from, ownPort, to, port } = this.#ends;
    const listening = to.listeners.get(port)?.[0];
    if (listening === undefined) return;
    const [own, other] =
      typeof port === "string"
        ? ["", port]
        : [
            [from.name, ownPort],
            [to.name, port],
          ];
    this.#client = new StreamChannel(this.#board.fabric, from, loop, { sockname: own, peername: other });
    const server = new StreamChannel(this.#board.fabric, to, listening.loop, { sockname: other, peername: own });
    StreamChannel.connect(this.#client, server, this.#there, this.#back);
    this.#tell(`connects to ${this.#where}`);
    listening.accept(server);
  }

  /** The answer arrives. */
  #finish(): void {
    if (this.done.done()) return;
    const client = this.#client;
    if (client !== null) return this.done.setResult(client);
    this.#tell(`is refused by ${this.#where}`);
    this.done.setException(networkError("ECONNREFUSED", "connect", this.#where));
  }

  #retry(): void {
    const wait = RETRIES[this.#attempt++];
    const { world } = this.#board.fabric;
    if (wait !== undefined) return world.schedule(this, world.now + wait);
    this.abandon();
    this.#tell(`gives up connecting to ${this.#where}`);
    if (!this.done.done()) this.done.setException(networkError("ETIMEDOUT", "connect", this.#where));
  }

  /** Ends the attempt. Leaves nothing open. */
  abandon(): void {
    this.#board.fabric.world.cancel(this);
    this.#client?.crash();
    this.#client = null;
  }

  get #where(): string {
    const { to, port } = this.#ends;
    return typeof port === "string" ? port : `${to.name}:${port}`;
  }

  #tell(text: string): void {
    this.#board.fabric.timeline?.add(`${this.#ends.from.name}: ${text}`);
  }

  toString(): string {
    return `a connection ${this.#there}`;
  }
}
