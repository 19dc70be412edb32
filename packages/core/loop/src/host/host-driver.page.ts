// In place of host-driver.ts in the edition for pages in production, which have a MessageChannel and no fake timers.
import type { Driver } from "./driver.ts";
import { host, type MessageChannelLike } from "./host.ts";

const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Milliseconds of successive microtask wake-ups before one goes by a macrotask, so that the page gets a full turn. */
const MICROTASK_PERIOD = 4;

type Armed = "nothing" | "microtask" | "hop" | "timer";

/** A guest on the loop of a page or of a worker. See the other edition. */
export class HostDriver implements Driver<false> {
  readonly ownsThread = false;
  readonly slice = 1;
  readonly inline: boolean = true;
  #turn: () => void = () => {};
  #armed: Armed = "nothing";
  #timer: unknown;
  /** The deadline of the page's timer; Infinity if there is none. */
  #timerFor = Infinity;
  #channel: MessageChannelLike | null = null;
  #lastMacrotask = -Infinity;

  now(): number {
    return host.performance.now();
  }

  park(deadline: number, turn: () => void): void {
    this.#turn = turn;
    if (deadline === -Infinity) this.#hop();
    else this.#sleepUntil(deadline);
  }

  wake(): void {
    if (this.#armed === "hop" || this.#armed === "microtask") return;
    if (this.now() - this.#lastMacrotask > MICROTASK_PERIOD) return this.#hop();
    this.#armed = "microtask";
    host.queueMicrotask(() => this.#fire("microtask"));
  }

  close(): void {
    this.#sleepUntil(Infinity);
    this.#channel?.port2.close();
    this.#channel = null;
  }

  /** Keeps a timer that has this deadline already, because a new one for each wake-up would be slow. */
  #sleepUntil(deadline: number): void {
    this.#armed = "timer";
    if (deadline === this.#timerFor) return;
    host.clearTimeout(this.#timer);
    this.#timerFor = deadline;
    if (deadline === Infinity) return;
    const ms = Math.min(Math.max(Math.ceil(deadline - this.now()), 0), LONGEST_TIMEOUT);
    this.#timer = host.setTimeout(() => {
      this.#timerFor = Infinity;
      this.#fire("timer");
    }, ms);
  }

  #hop(): void {
    this.#armed = "hop";
    const fire = () => this.#fire("hop");
    if (host.MessageChannel === undefined) return void host.setTimeout(fire, 0);
    if (this.#channel === null) {
      this.#channel = new host.MessageChannel();
      this.#channel.port1.onmessage = fire;
    }
    this.#channel.port2.postMessage(null);
  }

  // Messages and microtasks cannot be cancelled: they do nothing if something else was armed since.
  #fire(as: Armed): void {
    if (as !== "microtask") this.#lastMacrotask = this.now();
    if (this.#armed !== as) return;
    this.#armed = "nothing";
    this.#turn();
  }
}
