import { type Context, copyContext } from "@asyncio-ts/loop";
import { disposable, realm } from "@asyncio-ts/loop/kit";
import type { Awaits, Coroutine, Startable } from "./awaitable.ts";
import { isThenable } from "./ensure-future.ts";
import type { EventLoop, ThreadLoop } from "./event-loop.ts";
import type { HostLoop } from "./host-loop.ts";
import { enterLoop, leaveLoop, newEventLoop } from "./running-loop.ts";
import type { Task } from "./task.ts";

/** How a loop of kind `L` gives a result: as a value when it owns its thread, else as a promise. */
export type Ran<L, T> = L extends ThreadLoop ? T : L extends HostLoop ? Promise<Awaited<T>> : T | Promise<Awaited<T>>;

type Resolve<T> = (value: T) => void;
type Reject = (error: unknown) => void;

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
    return this.#loop!.deliver<T>((resolve, reject) => this._run(main, options.context, resolve, reject)) as Ran<L, T>;
  }

  /** Cancels and awaits what is left, and closes the loop. Closing twice does nothing. */
  close(): Ran<L, void> {
    if (this.#loop === null) return undefined as Ran<L, void>;
    return this.#loop.deliver<void>((resolve, reject) => this._close(() => resolve(), reject)) as Ran<L, void>;
  }

  /** The same, as a promise: for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** @internal */
  _run<T>(main: Startable<T>, context: Context | undefined, resolve: Resolve<T>, reject: Reject): void {
    this.#open();
    const loop = this.#loop!;
    let task: Task<T>;
    try {
      task = loop.createTask(main as Startable<T>, { context: context ?? this.#context! });
    } catch (error) {
      return reject(error);
    }
    // A promise can't hold a thenable, so on a host a future that main returns is awaited while the loop still runs.
    const settle = (value: T) => {
      if (!loop.driver.ownsThread && isThenable(value)) loop.complete(value as PromiseLike<T>, settle, reject);
      else resolve(value);
    };
    loop.complete(task, settle, reject);
  }

  /** @internal */
  _close(resolve: () => void, reject: Reject): void {
    const loop = this.#loop;
    if (this.#state !== "open" || loop === null) return resolve();
    this.#state = "closed";
    const finish = (then: () => void) => {
      leaveLoop(loop);
      loop.close();
      then();
    };
    const fail = (error: unknown) => finish(() => reject(error));
    cancelAll(loop, () => runOut(loop, () => finish(resolve), fail), fail);
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

/** Asks every task that is left to end, waits until it has, and reports the errors it ends by. */
function cancelAll(loop: EventLoop, resolve: () => void, reject: Reject): void {
  const tasks = loop._tasks.list();
  if (tasks.length === 0) return resolve();
  for (const task of tasks) task.cancel();
  const ended = loop.createFuture<void>();
  let left = tasks.length;
  const count = () => {
    if (--left === 0) ended.setResult();
  };
  for (const task of tasks) task.addDoneCallback(count);
  const report = () => {
    for (const task of tasks) {
      if (task.cancelled() || task.exception() === null) continue;
      const message = "unhandled exception during run() shutdown";
      loop.callExceptionHandler({ message, exception: task.exception(), task });
    }
    resolve();
  };
  loop.complete(ended, report, reject);
}

/** Lets what was scheduled last run: as many passes as asyncio's shutdown of async generators and of the executor takes. */
function runOut(loop: EventLoop, resolve: () => void, reject: Reject): void {
  loop.complete(nothing, () => loop.complete(nothing, resolve, reject), reject);
}

function* nothing(): Coroutine<void> {}

/** @throws Error in a step of a loop, where nothing else can be run */
export function refuseInStep(who: string): void {
  if (realm.running !== null) throw new Error(`${who} cannot be called from a running event loop`);
}
