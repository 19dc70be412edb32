import type { Handle } from "@asyncio-ts/loop";
import type { EventLoop } from "@asyncio-ts/tasks";

type Callback = (...args: any[]) => unknown;

/** What `setTimeout` and the others return, as on Node. It counts as a number, as in a page. */
class Timeout {
  readonly id: number;
  handle: Handle | null = null;

  constructor(id: number) {
    this.id = id;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }
}

/** The host's timers on the loop of the step that sets them. */
export class SimulatedTimers {
  readonly #loop: () => EventLoop;
  readonly #timeouts = new Map<number, Timeout>();
  #made = 0;

  /** @param loop returns the loop of the present step */
  constructor(loop: () => EventLoop) {
    this.#loop = loop;
  }

  readonly setTimeout = (callback: Callback, ms = 0, ...args: unknown[]): Timeout => {
    const loop = this.#loop();
    return this.#add((fire) => loop.callLater(atLeastOne(ms), fire), callback, args);
  };

  readonly setImmediate = (callback: Callback, ...args: unknown[]): Timeout => {
    const loop = this.#loop();
    return this.#add((fire) => loop.callSoon(fire), callback, args);
  };

  readonly setInterval = (callback: Callback, ms = 0, ...args: unknown[]): Timeout => {
    const loop = this.#loop();
    const timeout = this.#make();
    const arm = () => {
      timeout.handle = loop.callLater(atLeastOne(ms), () => {
        arm();
        callback(...args);
      });
    };
    arm();
    return timeout;
  };

  readonly clear = (timeout: unknown): void => {
    const id = Number(timeout);
    this.#timeouts.get(id)?.handle?.cancel();
    this.#timeouts.delete(id);
  };

  readonly queueMicrotask = (callback: Callback): void => {
    this.#loop().callSoon(() => callback());
  };

  #make(): Timeout {
    const timeout = new Timeout(++this.#made);
    this.#timeouts.set(timeout.id, timeout);
    return timeout;
  }

  #add(schedule: (fire: () => void) => Handle, callback: Callback, args: unknown[]): Timeout {
    const timeout = this.#make();
    timeout.handle = schedule(() => {
      this.#timeouts.delete(timeout.id);
      callback(...args);
    });
    return timeout;
  }
}

/** Hosts wait at least one millisecond. */
function atLeastOne(ms: unknown): number {
  const number = Number(ms);
  return number >= 1 ? number : 1;
}
