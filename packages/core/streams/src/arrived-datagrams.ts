import type { Context, Runnable } from "@asyncio-ts/loop";
import { captureContext, Fifo, hostContextOf, runInline } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "@asyncio-ts/tasks";
import type { Address, DatagramEvents } from "./network.ts";
import type { DatagramProtocol } from "./protocol.ts";

/** An event for a protocol. */
export type DatagramEvent = (protocol: DatagramProtocol) => void;

/** The consumer of the events of a datagram channel: a transport. */
export interface DatagramReceiver {
  /** @internal One step for one event. */
  _pass(event: DatagramEvent): void;
  /** @internal Bytes were sent. */
  _drained(): void;
  /** @internal The channel is closed: the last event. */
  _channelClosed(error: Error | null): void;
}

/** The events of a datagram channel on their way to the protocol: one step of the loop for each. */
export class ArrivedDatagrams implements DatagramEvents {
  readonly #loop: EventLoop;
  readonly #receiver: DatagramReceiver;
  /** Another object, because `failed` has another meaning in a runnable. */
  readonly #step: Step = new Step(this);
  #events = new Fifo<DatagramEvent>();
  #isQueued = false;
  #isDiscarding = false;

  constructor(loop: EventLoop, receiver: DatagramReceiver) {
    this.#loop = loop;
    this.#receiver = receiver;
  }

  message(data: Uint8Array, address: Address): void {
    this.#push((protocol) => protocol.datagramReceived?.(data, address));
  }

  failed(error: Error): void {
    this.#push((protocol) => protocol.errorReceived?.(error));
  }

  drained(): void {
    if (!this.#loop.isClosed()) this.#receiver._drained();
  }

  closed(error: Error | null): void {
    if (!this.#loop.isClosed()) this.#receiver._channelClosed(error);
  }

  discard(): void {
    this.#isDiscarding = true;
    this.#events = new Fifo();
  }

  #push(event: DatagramEvent): void {
    if (this.#isDiscarding || this.#loop.isClosed()) return;
    this.#events.push(event);
    this.#queue();
  }

  #queue(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    runInline(this.#loop, itself, this.#step, null);
  }

  /** Passes one event on. */
  passOn(enter: ((fn: () => void) => void) | null): void {
    this.#isQueued = false;
    if (this.#events.size === 0) return;
    const event = this.#events.pop();
    // Queued first, so that an error of the protocol, which the loop reports, stops no later event.
    if (this.#events.size > 0) this.#queue();
    if (enter === null) this.#receiver._pass(event);
    else enter(() => this.#receiver._pass(event));
  }

  toString(): string {
    return String(this.#receiver);
  }
}

/** The step for the next event. */
class Step implements Runnable {
  readonly context: Context | null = captureContext();
  readonly #arrived: ArrivedDatagrams;

  constructor(arrived: ArrivedDatagrams) {
    this.#arrived = arrived;
  }

  run(): void {
    this.#arrived.passOn(hostContextOf(this.context));
  }

  toString(): string {
    return String(this.#arrived);
  }
}

function itself(step: Step): Step {
  return step;
}
