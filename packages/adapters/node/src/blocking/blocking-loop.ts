import { brand, driverOf, hostWorkHeld } from "@asyncio-ts/loop/lowlevel";
import { DeadlockError, type Future, ThreadLoop } from "@asyncio-ts/tasks";
import type { Network } from "@asyncio-ts/streams";
import { submitTo } from "@asyncio-ts/promise/lowlevel";
import { providePools } from "../threads/job-pool.ts";
import type { ThreadJob } from "../threads/thread-job.ts";
import { BlockingDriver } from "./blocking-driver.ts";
import { IoExecutor } from "./io-executor.ts";
import { remoteNetwork } from "./remote-network.ts";
import { remotePool } from "./remote-pool.ts";

/**
 * A loop that blocks its thread, as asyncio's does: `run` returns the value, in scripts, configuration files and synchronous APIs.
 *
 * One other thread does the I/O: `loop.io` calls into it, `toThread` and executors go through it, and so do the streams. Promises of
 * this thread cannot settle before `run` returns, so awaiting one throws HostPromiseError. Waiting for nothing is a DeadlockError.
 *
 * Ctrl-C during a wait cancels the main task, as in `run`. During a computation it ends the process.
 *
 * @example
 * ```ts
 * import { BlockingLoop } from "@asyncio-ts/node";
 * import { run } from "@asyncio-ts/tasks";
 *
 * const loop = new BlockingLoop();
 * const text = run(
 *   function* () {
 *     const path = yield* loop.io<string>("node:fs/promises", "realpath", ["/"]);
 *     return `the root is ${path}`;
 *   },
 *   { loop },
 * );
 * console.log(text); // prints the root is /
 * ```
 */
export class BlockingLoop extends ThreadLoop {
  /** The sockets of everything that is opened on this loop. The I/O thread holds them. */
  readonly network: Network;
  readonly #executor: IoExecutor;

  constructor() {
    super(new BlockingDriver(() => this.#deadlockError()));
    const driver = driverOf(this) as BlockingDriver;
    this.network = remoteNetwork(driver);
    this.#executor = new IoExecutor(driver);
    providePools(this, (settings) => remotePool(driver, settings));
  }

  /**
   * Calls an exported function of a module in the I/O thread, and returns the future of its result.
   *
   * The function may be async, and many calls may be under way. Cancelling the future cancels the call: `this.signal` of the function
   * aborts, and a coroutine function gets CancelledError.
   *
   * @param url the absolute URL of the module, such as `new URL("./jobs.js", import.meta.url)` or `"node:fs/promises"`
   * @param name the name of the export
   * @param args the arguments, which are copied as `structuredClone` does
   * @param transfer the parts of the arguments that move instead of being copied, such as ArrayBuffers of 64 KiB and more
   * @throws TypeError if `url` is no absolute URL, or an argument cannot be copied
   * @throws Error if the loop is closed
   */
  io<T = any>(url: URL | string, name: string, args: readonly unknown[] = [], transfer: readonly object[] = []): Future<T> {
    if (this.isClosed()) throw new Error("Event loop is closed");
    return submitTo<T, ThreadJob>(this, this.#executor, { url, name, args, transfer });
  }

  #deadlockError(): Error {
    const held = hostWorkHeld(this);
    const reason =
      held.length === 0
        ? "Deadlock: every task waits, and nothing can wake one"
        : `Deadlock: a BlockingLoop holds this thread, so host work can never complete (${held.join(", ")}); use await run(main)`;
    return new DeadlockError(this, reason);
  }
}

brand(BlockingLoop, "BlockingLoop");
