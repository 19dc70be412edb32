import type { Driver } from "./driver.ts";
import { type MessagePortLike, host } from "./host.ts";

const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Milliseconds for which wake-ups may follow each other as microtasks before the host gets a full turn. */
const MICROTASKS_FOR = 4;

type Armed = "nothing" | "microtask" | "hop" | "timer";

/**
 * A guest on the host's own loop: Node's, Bun's, Deno's, a page's or a worker's.
 *
 * While work is ready the loop comes back after each slice by a macrotask that no timer or socket has to wait behind
 * (setImmediate, in a page a MessageChannel). A wake-up from outside comes by a microtask, as a promise's would; but
 * microtasks that wake each other starve the host, so every few milliseconds one is a macrotask. Idle, it holds at most
 * one host timer, and without a deadline nothing at all, so that the process may end.
 */
export class HostDriver implements Driver<false> {
  /** The thread is the host's. */
  readonly ownsThread = false;
  /** Milliseconds that the loop may run before the host gets a turn. */
  readonly slice = 1;
  /** What a promise makes ready runs inside its reaction. */
  readonly inline: boolean = true;
  #turn: () => void = () => {};
  #armed: Armed = "nothing";
  #timer: unknown;
  /** What the host's timer was set for; NaN while none is. */
  #timerFor = NaN;
  #immediate: unknown;
  #port: MessagePortLike | null = null;
  #lastMacrotask = -Infinity;
  /** Kept, since Node looks it up by a getter: 6 of 45 ns. */
  readonly #clock = host.performance;

  /** Milliseconds, as `performance.now()` counts them. */
  now(): number {
    return this.#clock.now();
  }

  /** Has the host call `turn` at the deadline, at the latest; at once where it is -Infinity, and only when woken where it is Infinity. */
  park(deadline: number, turn: () => void): void {
    this.#disarm();
    this.#turn = turn;
    if (deadline === -Infinity) this.#hop();
    else if (deadline === Infinity) this.#clearTimer();
    else this.#sleepUntil(deadline);
  }

  /** Has the host call `turn` soon. */
  wake(): void {
    if (this.#armed === "hop" || this.#armed === "microtask") return;
    if (this.now() - this.#lastMacrotask > MICROTASKS_FOR) return this.#hop();
    this.#armed = "microtask";
    host.queueMicrotask(this.#onMicrotask);
  }

  /** Lets go of all that it holds of the host. */
  close(): void {
    this.#disarm();
    this.#clearTimer();
    this.#port?.close();
    this.#port = null;
  }

  /** A timer that is set for that already stays: to set it anew costs 550 ns, at each wake-up meanwhile. */
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

  // A host callback that wasn't taken back finds that something else was armed since, and does nothing.
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
