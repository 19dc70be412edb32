import type { Driver } from "@asyncio-ts/loop";
import { brand, host } from "@asyncio-ts/loop/lowlevel";
import { DeadlockError, type Future, HostLoop } from "@asyncio-ts/tasks";

/** What the driver asks its loop. */
interface Outside {
  /** What is to come from the host. While there is any, time stands still. */
  held(): string[];
  /** What the loop waits for that the host may or may not bring. It keeps a deadlock from being called, but not time from jumping. */
  hopedFor(): string[];
  /** Nothing can happen any more. */
  deadlock(why: string): void;
}

/** A virtual clock on the host's loop: time jumps only once the host has had a full turn, and no host work is held. */
class HostVirtualDriver implements Driver<false> {
  readonly ownsThread = false;
  // The clock stands still while work is ready, so any time at all is too long to keep the host waiting.
  readonly slice = 0;
  #now: number;
  #turn: () => void = () => {};
  /** Counts what was armed; a host callback of an earlier park finds that it is late. */
  #parks = 0;
  #patience: unknown;
  readonly #outside: Outside;
  readonly #patienceMs: number;

  constructor(start: number, patienceMs: number, outside: Outside) {
    this.#now = start;
    this.#patienceMs = patienceMs;
    this.#outside = outside;
  }

  now(): number {
    return this.#now;
  }

  park(deadline: number, turn: () => void): void {
    this.#turn = turn;
    const park = this.#disarm();
    const onTime = (then: () => void) => () => park === this.#parks && then();
    if (deadline === -Infinity) immediately(onTime(() => this.#fire()));
    else hostTurn(onTime(() => hostTurn(onTime(() => this.#idle(deadline)))));
  }

  wake(): void {
    const park = this.#disarm();
    host.queueMicrotask(() => park === this.#parks && this.#fire());
  }

  close(): void {
    this.#disarm();
  }

  /** The host has had its turn, and brought nothing. */
  #idle(deadline: number): void {
    const held = this.#outside.held();
    if (held.length > 0) return this.#wait(`held for longer than ${this.#patienceMs} ms: ${held.join(", ")}`);
    if (deadline !== Infinity) {
      this.#now = Math.max(this.#now, deadline);
      return this.#fire();
    }
    const hopedFor = this.#outside.hopedFor();
    if (hopedFor.length === 0) return this.#outside.deadlock("every task waits, and nothing is left that could wake one");
    this.#wait(`waited for longer than ${this.#patienceMs} ms: ${hopedFor.join(", ")}`);
  }

  /** Waits in real time, for as long as patience lasts. */
  #wait(why: string): void {
    this.#patience = host.setTimeout(() => this.#outside.deadlock(why), this.#patienceMs);
  }

  #fire(): void {
    this.#disarm();
    this.#turn();
  }

  #disarm(): number {
    if (this.#patience !== undefined) host.clearTimeout(this.#patience);
    this.#patience = undefined;
    return ++this.#parks;
  }
}

/** Comes back after the host has run its timers, its I/O and its immediates. */
function hostTurn(callback: () => void): void {
  host.setTimeout(() => immediately(callback), 0);
}

/** Comes back once the host had a chance. */
function immediately(callback: () => void): void {
  if (host.setImmediate === undefined) host.setTimeout(callback, 0);
  else host.setImmediate(callback);
}

/**
 * The clock of a `VirtualLoop` on a loop that lets the host in: for tests that also wait for promises, sockets or emitters.
 *
 * When nothing is ready the host gets a full turn. Then time jumps to the next deadline, unless host work is held: what the
 * bridges themselves started counts as such, a promise that was handed in does not, since a task of this loop may be what
 * settles it. When host work is held for longer than `patience` with nothing else to do, the run ends with a DeadlockError
 * that names it.
 */
export class HostVirtualLoop extends HostLoop {
  /** The futures of promises that were handed in and have not settled. */
  readonly #promised = new Set<Future<any>>();

  /**
   * @param options.start what the clock shows at first, in milliseconds; 0 by default
   * @param options.patience milliseconds of real time to wait for the host with nothing else to do; 5,000 by default
   */
  constructor(options: { start?: number; patience?: number } = {}) {
    super(
      new HostVirtualDriver(options.start ?? 0, options.patience ?? 5000, {
        held: () => this.hostWorkHeld(),
        hopedFor: () => this.#awaitedPromises(),
        deadlock: (why) => {
          if (this.isRunning()) this.abort(new DeadlockError(this, `Deadlock: ${why}`));
        },
      }),
    );
  }

  /** A future that settles as the promise does. */
  override adoptPromise<T>(promise: PromiseLike<T>, given?: Future<T>): Future<T> {
    const future = super.adoptPromise(promise, given);
    this.#promised.add(future);
    future.addDoneCallback(() => this.#promised.delete(future));
    return future;
  }

  #awaitedPromises(): string[] {
    // One that was given up, as by a time limit, will wake nobody.
    const count = [...this.#promised].filter((future) => !future.done()).length;
    return count === 0 ? [] : [`${count} promise${count === 1 ? "" : "s"}`];
  }
}

brand(HostVirtualLoop, "HostVirtualLoop");
