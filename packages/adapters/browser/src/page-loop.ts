import { brand, checkOptions, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { HostLoop } from "@asyncio-ts/tasks";
import { PageDriver } from "./page-driver.ts";

/** The options of a `PageLoop`. */
export interface PageLoopOptions {
  /**
   * The priority of the loop's work among the tasks of the page, in browsers with `scheduler.postTask`. Elsewhere, and by default,
   * the work goes by messages, which all browsers have.
   */
  priority?: "user-visible" | "background" | undefined;
  /** `"worker"`: a worker counts the time, so that sleeps are on time in a hidden page too. By default, the page's timers do. */
  timers?: "worker" | undefined;
}

/**
 * A loop for pages. As every loop of the host does, it gives the page a turn after a millisecond of work, so that the page draws, handles
 * input and runs its own timers while tasks are busy. Its options change how it waits.
 *
 * A browser slows the timers of a hidden page down to one a second, and later to one a minute. With `timers: "worker"`, sleeps stay on
 * time there.
 *
 * @example
 * ```ts
 * import { PageLoop } from "@asyncio-ts/browser";
 * import { run, sleep } from "@asyncio-ts/tasks";
 *
 * await run(
 *   function* () {
 *     yield* sleep(10);
 *     console.log("the page has drawn meanwhile"); // prints the page has drawn meanwhile
 *   },
 *   { loop: new PageLoop() },
 * );
 * ```
 */
export class PageLoop extends HostLoop {
  /** @throws TypeError if an option is none of the values above */
  constructor(options: PageLoopOptions = {}) {
    checkOptions("PageLoop", options);
    const { priority, timers } = options;
    if (priority !== undefined && priority !== "user-visible" && priority !== "background") {
      throw wrongArgument("PageLoop", '"user-visible" or "background" as priority', priority);
    }
    if (timers !== undefined && timers !== "worker") throw wrongArgument("PageLoop", '"worker" as timers', timers);
    super(new PageDriver(priority, timers, (exception) => this.#report(exception)));
  }

  #report(exception: unknown): void {
    const message = 'PageLoop: the worker of timers: "worker" cannot start; sleeps will be late in a hidden page';
    this.callExceptionHandler({ message, exception });
  }
}

brand(PageLoop, "PageLoop");
