import { type Context, copyContext } from "@asyncio-ts/loop";
import { disposable } from "@asyncio-ts/loop/lowlevel";
import type { Awaits, Startable } from "../coroutines/awaitable.ts";
import type { EventLoop, ThreadLoop } from "../kernel/event-loop.ts";
import type { HostLoop } from "./host-loop.ts";
import { closeDown, refuseInStep, runMain } from "./run-main.ts";
import { enterLoop, newEventLoop } from "../kernel/running-loop.ts";

/** How a loop of kind `L` gives a result: as a value when it owns its thread, else as a promise. */
export type Ran<L, T> = L extends ThreadLoop ? T : L extends HostLoop ? Promise<Awaited<T>> : T | Promise<Awaited<T>>;

/** How to make a runner. */
export interface RunnerOptions<L extends EventLoop> {
  /** Sets the loop's debug mode. */
  debug?: boolean | undefined;
  /** Makes the loop; a new `HostLoop` by default. */
  loopFactory?: (() => L) | undefined;
}

/**
 * Runs several coroutines after each other in one loop and one context, then cleans up.
 *
 * Mirrors `asyncio.Runner`.
 */
export class Runner<L extends EventLoop = HostLoop> {
  readonly #debug: boolean | undefined;
  readonly #loopFactory: () => L;
  #state: "created" | "open" | "closed" = "created";
  #loop: L | null = null;
  #context: Context | null = null;
  /** Closes it. */
  declare readonly [Symbol.dispose]: () => void;

  constructor(options: RunnerOptions<L> = {}) {
    this.#debug = options.debug;
    this.#loopFactory = options.loopFactory ?? (newEventLoop as () => EventLoop as () => L);
  }

  /** The loop. @throws Error when the runner is closed */
  getLoop(): L {
    this.#open();
    return this.#loop!;
  }

  /**
   * Runs a coroutine to its end, and gives its result.
   *
   * @param options.context the context of its task; the runner's own by default
   * @throws what the coroutine throws
   * @throws Error when the runner is closed, or in a step of a loop
   */
  run<T>(main: Startable<T> & Awaits<T>, options: { context?: Context } = {}): Ran<L, T> {
    refuseInStep("Runner.run()");
    this.#open();
    this.#loop!.checkRunnable();
    return this.#loop!.deliver<T>((resolve, reject) => {
      runMain(this.#loop!, main as Startable<T>, options.context ?? this.#context!, resolve, reject);
    }) as Ran<L, T>;
  }

  /** Cancels and awaits what is left, and closes the loop. Closing twice does nothing. */
  close(): Ran<L, void> {
    if (this.#loop === null) return undefined as Ran<L, void>;
    return this.#loop.deliver<void>((resolve, reject) => {
      if (this.#state === "closed") return resolve();
      this.#state = "closed";
      closeDown(this.#loop!, resolve, reject);
    }) as Ran<L, void>;
  }

  /** The same, as a promise: for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #open(): void {
    if (this.#state === "closed") throw new Error("Runner is closed");
    if (this.#state === "open") return;
    const loop = this.#loopFactory();
    if (this.#debug !== undefined) loop.setDebug(this.#debug);
    this.#loop = loop;
    this.#context = copyContext();
    this.#state = "open";
    enterLoop(loop);
  }
}

disposable(Runner, function () {
  void this.close();
});
