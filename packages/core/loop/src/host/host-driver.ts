import type { Driver } from "./driver.ts";
import { type MessagePortLike, host } from "./host.ts";

const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Milliseconds of successive microtask wake-ups before one goes by a macrotask, so that the host gets a full turn. */
const MICROTASK_PERIOD = 4;

type Armed = "nothing" | "microtask" | "hop" | "timer";

/**
 * A guest on the host's own loop: Node's, Bun's, Deno's, a page's or a worker's.
 *
 * While work is ready, the next slice comes by a macrotask that delays no timer or socket: setImmediate, or a MessageChannel
 * in a page. A wake-up from outside comes by a microtask, as a promise's reaction does. Microtasks that wake each other would
 * starve the host, so every few milliseconds one wake-up is a macrotask. An idle driver holds at most one host timer, and
 * none without a deadline, so that the process may end.
 */
export class HostDriver implements Driver<false> {
  /** False: the thread is the host's. */
  readonly ownsThread = false;
  /** Milliseconds of ready work before the host gets a turn. */
  readonly slice = 1;
  /** True: tasks that wait for a promise run inside its reaction. */
  readonly inline: boolean = true;
  #turn: () => void = () => {};
  #armed: Armed = "nothing";
  #timer: unknown;
  /** The deadline of the host's timer; NaN if there is none. */
  #timerFor = NaN;
  #immediate: unknown;
  #port: MessagePortLike | null = null;
  #lastMacrotask = -Infinity;
  /** Stored, because `performance` is a slow getter on Node. */
  readonly #clock = host.performance;

  /** Returns milliseconds as counted by `performance.now()`. */
  now(): number {
    return this.#clock.now();
  }

  /** Arms the host to call `turn` at the deadline: soon for -Infinity, only after `wake()` for Infinity. */
  park(deadline: number, turn: () => void): void {
    this.#disarm();
    this.#turn = turn;
    if (deadline === -Infinity) this.#hop();
    else if (deadline === Infinity) this.#clearTimer();
    else this.#sleepUntil(deadline);
  }

  /** Arms the host to call `turn` soon. */
  wake(): void {
    if (this.#armed === "hop" || this.#armed === "microtask") return;
    if (this.now() - this.#lastMacrotask > MICROTASK_PERIOD) return this.#hop();
    this.#armed = "microtask";
    host.queueMicrotask(this.#onMicrotask);
  }

  /** Cancels the host's callbacks and closes the port. */
  close(): void {
    this.#disarm();
    this.#clearTimer();
    this.#port?.close();
    this.#port = null;
  }

  /** Keeps a timer that has this deadline already, because a new one for each wake-up would be slow. */
  #sleepUntil(deadline: number): void {
    this.#armed = "timer";
    if (deadline === this.#timerFor) return;
    this.#clearTimer();
    const ms = Math.min(Math.max(Math.ceil(deadline - this.now()), 0), LONGEST_TIMEOUT);
    this.#timer = host.setTimeout(this.#onTimer, ms);
    this.#timerFor = deadline;
  }

  #hop(): void {
    this.#armed = "hop";
    if (host.setImmediate !== undefined) this.#immediate = host.setImmediate(this.#onHop);
    else if (host.MessageChannel !== undefined) (this.#port ??= this.#openPort(host.MessageChannel)).postMessage(null);
    else this.#immediate = host.setTimeout(this.#onHop, 0);
  }

  #openPort(Channel: NonNullable<typeof host.MessageChannel>): MessagePortLike {
    const { port1, port2 } = new Channel();
    port1.onmessage = this.#onHop;
    return port2;
  }

  #disarm(): void {
    if (this.#immediate !== undefined) {
      if (host.setImmediate === undefined) host.clearTimeout(this.#immediate);
      else host.clearImmediate?.(this.#immediate);
    }
    this.#immediate = undefined;
    this.#armed = "nothing";
  }

  #clearTimer(): void {
    if (this.#timer !== undefined) host.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#timerFor = NaN;
  }

  // A microtask cannot be cancelled: it does nothing if something else was armed since.
  readonly #onMicrotask = (): void => this.#fire("microtask");
  readonly #onHop = (): void => this.#fire("hop");
  readonly #onTimer = (): void => {
    this.#timer = undefined;
    this.#timerFor = NaN;
    this.#fire("timer");
  };

  #fire(as: Armed): void {
    if (as !== "microtask") this.#lastMacrotask = this.now();
    if (this.#armed !== as) return;
    this.#immediate = undefined;
    this.#armed = "nothing";
    this.#turn();
  }
}
