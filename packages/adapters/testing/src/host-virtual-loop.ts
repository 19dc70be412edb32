import type { Driver } from "@asyncio-ts/loop";
import { abort, brand, checkOptions, host, hostWorkHeld } from "@asyncio-ts/loop/lowlevel";
import { DeadlockError, HostLoop } from "@asyncio-ts/tasks";
import { milliseconds } from "./milliseconds.ts";

/** The longest delay of the host's timers. Longer ones would elapse at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** The loop's callbacks for its driver. */
interface LoopCallbacks {
  /** Returns the names of the host work that is held. Time does not jump while there is any. */
  hostWorkHeld(): string[];
  /** Ends the run with a DeadlockError. */
  onDeadlock(reason: string): void;
}

/** A virtual clock on the host's event loop. Time jumps only after a full host turn, and only while no host work is held. */
class HostVirtualDriver implements Driver<false> {
  readonly ownsThread = false;
  // Any length is too long: the clock stands still while work is ready, so a longer slice only delays the host.
  readonly slice = 0;
  #now: number;
  #turn: () => void = () => {};
  /** Counts parks and wake-ups, so that a host callback of an earlier park can tell that it is stale. */
  #parkCount = 0;
  #patienceTimer: unknown;
  /** The waits for promises. Time may jump, but there is no deadlock while any is pending. */
  readonly #promiseWaits = new Set<{ done(): boolean }>();
  readonly #loop: LoopCallbacks;
  readonly #patienceMs: number;

  constructor(start: number, patienceMs: number, loop: LoopCallbacks) {
    this.#now = start;
    this.#patienceMs = patienceMs;
    this.#loop = loop;
  }

  now(): number {
    return this.#now;
  }

  park(deadline: number, turn: () => void): void {
    this.#turn = turn;
    const park = this.#disarm();
    const unlessStale = (callback: () => void) => () => park === this.#parkCount && callback();
    if (deadline === -Infinity) afterImmediate(unlessStale(() => this.#runTurn()));
    else afterHostTurn(unlessStale(() => afterHostTurn(unlessStale(() => this.#onIdle(deadline)))));
  }

  wake(): void {
    const park = this.#disarm();
    host.queueMicrotask(() => park === this.#parkCount && this.#runTurn());
  }

  promiseAwaited(wait: { done(): boolean }): void {
    this.#promiseWaits.add(wait);
  }

  close(): void {
    this.#disarm();
  }

  /** Advances the clock, waits in real time or reports a deadlock, after host turns that made nothing ready. */
  #onIdle(deadline: number): void {
    for (const wait of this.#promiseWaits) if (wait.done()) this.#promiseWaits.delete(wait);
    const held = this.#loop.hostWorkHeld();
    if (held.length > 0) return this.#startPatience(`host work was held for longer than ${this.#patienceMs} ms: ${held.join(", ")}`);
    if (deadline !== Infinity) {
      this.#now = Math.max(this.#now, deadline);
      return this.#runTurn();
    }
    const count = this.#promiseWaits.size;
    if (count === 0) return this.#loop.onDeadlock("every task waits, and nothing can wake one");
    this.#startPatience(`${count === 1 ? "1 promise was" : `${count} promises were`} pending for longer than ${this.#patienceMs} ms`);
  }

  /** Reports a deadlock after `patience` in real time, unless the loop is woken first. */
  #startPatience(reason: string, ms: number = this.#patienceMs): void {
    const onElapsed = () => (ms > LONGEST_DELAY ? this.#startPatience(reason, ms - LONGEST_DELAY) : this.#loop.onDeadlock(reason));
    this.#patienceTimer = host.setTimeout(onElapsed, Math.min(ms, LONGEST_DELAY));
  }

  #runTurn(): void {
    this.#disarm();
    this.#turn();
  }

  /** Makes all earlier host callbacks stale. Returns the new park count. */
  #disarm(): number {
    if (this.#patienceTimer !== undefined) host.clearTimeout(this.#patienceTimer);
    this.#patienceTimer = undefined;
    return ++this.#parkCount;
  }
}

function patienceOf(patience: number): number {
  return milliseconds("HostVirtualLoop", "patience", patience, (ms) => ms >= 0);
}

/** Calls back after the host has run its timers, its I/O and its immediates. */
function afterHostTurn(callback: () => void): void {
  host.setTimeout(() => afterImmediate(callback), 0);
}

/** Calls back in the host's next immediate; in pages by a message, because their nested timers wait 4 ms each. */
function afterImmediate(callback: () => void): void {
  if (host.setImmediate !== undefined) return void host.setImmediate(callback);
  if (host.MessageChannel === undefined) return void host.setTimeout(callback, 0);
  const { port1, port2 } = new host.MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(null);
}

/**
 * A loop with the virtual clock of `VirtualLoop` that rides on the host's event loop. Use it for tests that also wait for
 * promises, sockets or event emitters. On it `run` returns a promise.
 *
 * When nothing is ready, the host gets a full turn. Then time jumps to the next deadline, unless host work is held. Work that
 * the bridges start counts as host work. A promise that is passed in does not, because a task of this loop may be going to
 * settle it.
 *
 * A run ends with a DeadlockError when nothing can wake it. While host work is held or a promise is pending, that error comes
 * only after `patience`, and it names them.
 */
export class HostVirtualLoop extends HostLoop {
  /**
   * @param options.start the clock's first value in milliseconds; 0 by default
   * @param options.patience how long to wait for the host when nothing else is left to do, in milliseconds of real time; 5,000
   *   by default, Infinity for ever
   * @throws TypeError when an option is not a number of milliseconds
   */
  constructor(options: { start?: number; patience?: number } = {}) {
    checkOptions("HostVirtualLoop", options);
    const { start = 0, patience = 5000 } = options;
    super(
      new HostVirtualDriver(milliseconds("HostVirtualLoop", "start", start, Number.isFinite), patienceOf(patience), {
        hostWorkHeld: () => hostWorkHeld(this),
        onDeadlock: (reason) => {
          if (this.isRunning()) abort(this, new DeadlockError(this, `Deadlock: ${reason}`));
        },
      }),
    );
  }
}

brand(HostVirtualLoop, "HostVirtualLoop");
