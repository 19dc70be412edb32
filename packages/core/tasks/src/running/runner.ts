import { type Context, copyContext } from "@asyncio-ts/loop";
import { checkOptions, checkRunnable, disposable } from "@asyncio-ts/loop/lowlevel";
import type { Awaits, Startable } from "../coroutines/awaitable.ts";
import type { EventLoop, ThreadLoop } from "../kernel/event-loop.ts";
import { type HostLoop, newEventLoop } from "./host-loop.ts";
import { checkLoop } from "../kernel/check-loop.ts";
import { closingCourse, follow, mainCourse, refuseInStep } from "./run-main.ts";
import { type AbortSignalLike, checkSignal } from "./abort-signal.ts";

/** The result of running a loop of type `L`: a value if the loop owns its thread, else a promise. */
export type Ran<L, T> = L extends ThreadLoop ? T : L extends HostLoop ? Promise<Awaited<T>> : T | Promise<Awaited<T>>;

/** Options of a runner. */
export interface RunnerOptions<L extends EventLoop> {
  /** Sets the loop's debug mode. */
  debug?: boolean | undefined;
  /** Creates the loop; a new `HostLoop` by default. */
  loopFactory?: (() => L) | undefined;
}

/**
 * Runs several coroutines one after the other on one loop and in one context, then cleans up.
 *
 * Mirrors `asyncio.Runner`.
 */
export class Runner<L extends EventLoop = HostLoop> {
  readonly #debug: boolean | undefined;
  readonly #loopFactory: () => L;
  #state: "created" | "open" | "closed" = "created";
  #loop: L | null = null;
  #context: Context | null = null;
  /** The result of `close()`. */
  #closing: Ran<L, void> | undefined;
  /** Closes the runner. */
  declare readonly [Symbol.dispose]: () => void;

  constructor(options: RunnerOptions<L> = {}) {
    checkOptions("Runner", options);
    this.#debug = options.debug;
    this.#loopFactory = options.loopFactory ?? (newEventLoop as () => EventLoop as () => L);
  }

  /** Returns the loop. @throws Error if the runner is closed */
  getLoop(): L {
    this.#open();
    return this.#loop!;
  }

  /**
   * Runs a coroutine to its end, and returns its result.
   *
   * @param options.context the context of the task; the runner's own by default
   * @param options.signal cancels the task when it aborts, as in `run`
   * @throws the exception of the coroutine
   * @throws KeyboardInterrupt if Ctrl-C has cancelled the task, as in `run`
   * @throws Error if the runner is closed, or in a step of a loop
   */
  run<T>(main: Startable<T> & Awaits<T>, options: { context?: Context; signal?: AbortSignalLike | undefined } = {}): Ran<L, T> {
    checkOptions("Runner.run", options);
    checkSignal("Runner.run", options.signal);
    refuseInStep("Runner.run()");
    this.#open();
    const loop = this.#loop!;
    checkRunnable(loop);
    const { context = this.#context!, signal } = options;
    return follow(loop, mainCourse(loop, main as Startable<T>, { context, signal })) as Ran<L, T>;
  }

  /**
   * Cancels and awaits the remaining tasks, and closes the loop. Closing twice does nothing.
   *
   * @throws Error while the runner runs
   */
  close(): Ran<L, void> {
    const loop = this.#loop;
    if (loop === null) return undefined as Ran<L, void>;
    if (this.#state === "closed") return this.#closing!;
    // Checked before anything is cancelled.
    checkRunnable(loop);
    this.#state = "closed";
    return (this.#closing = follow(loop, closingCourse(loop)) as Ran<L, void>);
  }

  /** Same as `close()`, as a promise, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #open(): void {
    if (this.#state === "closed") throw new Error("Runner is closed");
    if (this.#state === "open") return;
    const loop = this.#loopFactory();
    checkLoop("Runner: loopFactory()", loop);
    if (this.#debug !== undefined) loop.setDebug(this.#debug);
    this.#loop = loop;
    this.#context = copyContext();
    this.#state = "open";
  }
}

disposable(Runner, function () {
  void this.close();
});
