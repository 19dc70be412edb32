import type { Path, Stalled } from "./path.ts";
import { Pipe } from "../world/pipe.ts";
import type { World } from "../world/world.ts";
import { networkError } from "./network-error.ts";

/** The end of the sending side. */
export const END = "end";
/** The end of the connection, with an error. */
export const RESET = "reset";
/** The receiver has read, so there is room for more bytes. */
export const ROOM = "room";

/** What one end of a connection sends to the other one. */
export type Segment = Uint8Array | typeof END | typeof RESET | typeof ROOM;

/** The milliseconds after which bytes that do not arrive end a connection. */
const GIVES_UP = 60_000;

/** One end of a connection, as far as the bytes on their way need it. */
export interface FlowEnd {
  /** Receives what the other end has sent. */
  arrived(segment: Segment): void;
  /** Ends the connection with an error on this side. */
  fail(error: Error): void;
}

/** One direction of a connection. A partition holds it up: nothing of a stream is lost, as long as the sender does not give up. */
export class StreamFlow extends Pipe<Segment> implements Stalled {
  readonly path: Path;
  readonly #from: FlowEnd;
  readonly #to: FlowEnd;
  #isStalled = false;

  constructor(world: World, path: Path, from: FlowEnd, to: FlowEnd) {
    super(world);
    this.path = path;
    this.#from = from;
    this.#to = to;
  }

  send(segment: Segment): void {
    this.push(segment, this.path.arrival(segment instanceof Uint8Array ? segment.length : 0));
  }

  arrive(segment: Segment): void {
    this.#to.arrived(segment);
  }

  override arm(): void {
    if (!this.#isStalled) super.arm();
  }

  override run(): void {
    if (this.#isStalled) return this.#giveUp();
    if (!this.path.isBlocked) return super.run();
    this.#isStalled = true;
    this.path.stalled.add(this);
    this.world.schedule(this, this.world.now + GIVES_UP);
  }

  retransmit(): void {
    this.#isStalled = false;
    this.world.schedule(this, this.world.now + this.path.latency());
  }

  #giveUp(): void {
    this.drop();
    this.#from.fail(networkError("ETIMEDOUT", "read", ""));
  }

  override drop(): void {
    this.#isStalled = false;
    this.path.stalled.delete(this);
    super.drop();
  }

  toString(): string {
    return `the arrival of bytes ${this.path}`;
  }
}
