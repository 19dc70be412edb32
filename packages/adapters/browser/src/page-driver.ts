import { type Driver, HostDriver } from "@asyncio-ts/loop";
import { TimerWorker } from "./timer-worker.ts";
import { type TaskPriority, taskPoster } from "./task-poster.ts";

/** The callback of the host that may call the turn. */
type Armed = "host" | "task" | "timer";

/**
 * A guest on the loop of a page. It is the driver of every page, with slices as long as input and frames allow.
 *
 * Options replace its two ways to wait: `scheduler.postTask` its messages, and a worker its timers.
 */
export class PageDriver implements Driver<false> {
  readonly ownsThread = false;
  /** A longer slice makes clicks wait. A shorter one spends more of the time between slices. */
  readonly slice = 4;
  readonly inline: boolean = true;
  readonly #host = new HostDriver();
  readonly #postTask: ((callback: () => void) => void) | null;
  readonly #timers: TimerWorker | null;
  #armed: Armed = "host";
  #turn: () => void = () => {};

  /** @param failed called if the worker of the timers cannot start */
  constructor(priority: TaskPriority | undefined, timers: "worker" | undefined, failed: (error: unknown) => void) {
    this.#postTask = priority === undefined ? null : taskPoster(priority);
    this.#timers = timers === undefined ? null : new TimerWorker(() => this.#fire("timer"), failed);
  }

  now(): number {
    return this.#host.now();
  }

  park(deadline: number, turn: () => void): void {
    this.#turn = turn;
    this.#armed = this.#wayTo(deadline);
    this.#host.park(this.#armed === "host" ? deadline : Infinity, turn);
    if (this.#armed === "task") this.#postTask!(this.#onTask);
    if (this.#armed === "timer") this.#timers!.callAt(deadline, this.now());
  }

  #wayTo(deadline: number): Armed {
    if (deadline === -Infinity) return this.#postTask === null ? "host" : "task";
    return deadline !== Infinity && this.#timers?.isReady === true ? "timer" : "host";
  }

  wake(): void {
    if (this.#postTask === null) {
      this.#armed = "host";
      this.#host.wake();
    } else {
      this.#armed = "task";
      this.#postTask(this.#onTask);
    }
  }

  rearm(): void {
    this.#host.rearm?.();
  }

  close(): void {
    this.#armed = "host";
    this.#host.close?.();
    this.#timers?.close();
  }

  readonly #onTask = (): void => this.#fire("task");

  // A task and a message of the worker cannot be cancelled: they do nothing if something else was armed since.
  #fire(as: Armed): void {
    if (this.#armed !== as) return;
    this.#armed = "host";
    this.#turn();
  }
}
