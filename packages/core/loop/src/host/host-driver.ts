import type { Driver } from "./driver.ts";
import { type MessageChannelLike, host } from "./host.ts";

const LONGEST_TIMEOUT = 2 ** 31 - 1;

/** Milliseconds of successive microtask wake-ups before one goes by a macrotask, so that the host gets a full turn. */
const MICROTASK_PERIOD = 4;

/** The host's own timer and clock, unless fakes were installed before this module was loaded. */
const { setTimeout: ownTimeout, performance: ownClock } = host;

/** The functions of the host that fake timers replace. */
type Timers = ReturnType<typeof timersNow>;

function timersNow() {
  const { clearImmediate, clearTimeout, performance, setImmediate, setTimeout } = host;
  return { clearImmediate, clearTimeout, performance, setImmediate, setTimeout };
}

type Armed = "nothing" | "microtask" | "hop" | "timer";

/**
 * A guest on the host's own loop: Node's, Bun's, Deno's, a page's or a worker's.
 *
 * While work is ready, the next slice comes by a macrotask that delays no timer or socket: setImmediate, or a MessageChannel
 * in a page. A wake-up from outside comes by a microtask, as a promise's reaction does. Microtasks that wake each other would
 * starve the host, so every few milliseconds one wake-up is a macrotask. An idle driver holds at most one host timer, and
 * none without a deadline, so that the process may end.
 *
 * Tests install fake timers and remove them again. The driver then moves to the present timers the next time it is used, and
 * its clock goes on from the time that it has reached. See decision 0023.
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
  /** The time at which the host's timer should come. */
  #timerDue = NaN;
  #immediate: unknown;
  #channel: MessageChannelLike | null = null;
  #lastMacrotask = -Infinity;
  /** Stored, because `performance` is a slow getter on Node, and to cancel a callback where it was armed. */
  #timers: Timers = timersNow();
  /** The milliseconds by which this clock is ahead of the host's: 0 unless the host's clock was replaced. */
  #ahead = 0;

  /** Returns milliseconds as counted by `performance.now()`, going on across fake clocks. */
  now(): number {
    return this.#timers.performance.now() + this.#ahead;
  }

  /** Arms the host to call `turn` at the deadline: soon for -Infinity, only after `wake()` for Infinity. */
  park(deadline: number, turn: () => void): void {
    if (this.#isReplaced()) this.#moveToPresentTimers();
    this.#disarm();
    this.#turn = turn;
    if (deadline === -Infinity) this.#hop();
    else if (deadline === Infinity) this.#clearTimer();
    else this.#sleepUntil(deadline);
  }

  /** Arms the host to call `turn` soon. */
  wake(): void {
    if (this.#isReplaced()) this.#moveToPresentTimers();
    if (this.#armed === "hop" || this.#armed === "microtask") return;
    // Fake immediates come when the test ticks, but ready work does not wait for time, as reactions of promises do not.
    if (!this.#isFake() && this.now() - this.#lastMacrotask > MICROTASK_PERIOD) return this.#hop();
    this.#armed = "microtask";
    host.queueMicrotask(this.#onMicrotask);
  }

  /** Wakes again if the armed callback was replaced by fake timers, or belongs to fake timers that are gone. */
  rearm(): void {
    if (this.#armed !== "nothing" && this.#isReplaced()) this.wake();
  }

  #isReplaced(): boolean {
    return host.setTimeout !== this.#timers.setTimeout || host.setImmediate !== this.#timers.setImmediate;
  }

  #isFake(): boolean {
    return this.#timers.setTimeout !== ownTimeout && this.#timers.performance !== ownClock;
  }

  #moveToPresentTimers(): void {
    const now = this.now();
    const { performance } = this.#timers;
    this.#disarm();
    this.#clearTimer();
    this.#timers = timersNow();
    if (this.#timers.performance !== performance) this.#ahead = now - this.#timers.performance.now();
  }

  /** Cancels the host's callbacks and closes the port. */
  close(): void {
    this.#disarm();
    this.#clearTimer();
    this.#channel?.port2.close();
    this.#channel = null;
  }

  /** Keeps a timer that has this deadline already, because a new one for each wake-up would be slow. */
  #sleepUntil(deadline: number): void {
    this.#armed = "timer";
    if (deadline === this.#timerFor) return;
    this.#clearTimer();
    const now = this.now();
    const ms = Math.min(Math.max(Math.ceil(deadline - now), 0), LONGEST_TIMEOUT);
    this.#timer = host.setTimeout(this.#onTimer, ms);
    this.#timerFor = deadline;
    this.#timerDue = Math.min(deadline, now + ms);
  }

  #hop(): void {
    this.#armed = "hop";
    if (host.setImmediate !== undefined) this.#immediate = host.setImmediate(this.#onHop);
    else if (host.MessageChannel !== undefined) {
      const { port1, port2 } = (this.#channel ??= this.#openChannel(host.MessageChannel));
      port1.ref?.();
      port2.postMessage(null);
    } else this.#immediate = host.setTimeout(this.#onHop, 0);
  }

  #openChannel(Channel: NonNullable<typeof host.MessageChannel>): MessageChannelLike {
    const channel = new Channel();
    const { port1 } = channel;
    port1.onmessage = () => {
      // A port with a listener would keep Node alive.
      port1.unref?.();
      this.#onHop();
    };
    return channel;
  }

  #disarm(): void {
    if (this.#immediate !== undefined) {
      const { clearImmediate, clearTimeout, setImmediate } = this.#timers;
      if (setImmediate === undefined) clearTimeout(this.#immediate);
      else clearImmediate?.(this.#immediate);
    }
    this.#immediate = undefined;
    this.#armed = "nothing";
  }

  #clearTimer(): void {
    const { clearTimeout } = this.#timers;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#timerFor = NaN;
  }

  // A microtask cannot be cancelled: it does nothing if something else was armed since.
  readonly #onMicrotask = (): void => this.#fire("microtask");
  readonly #onHop = (): void => this.#fire("hop");
  readonly #onTimer = (): void => {
    this.#timer = undefined;
    this.#timerFor = NaN;
    const { setTimeout, performance } = this.#timers;
    // Fake timers beside the real clock: the time of the test is the time of its timers.
    if (setTimeout !== ownTimeout && performance === ownClock) this.#ahead += Math.max(this.#timerDue - this.now(), 0);
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
