import { type Driver, HostDriver } from "@asyncio-ts/loop";
import { TimerWorker } from "./timer-worker.ts";
import { type TaskPriority, taskPoster } from "./task-poster.ts";

/** The callback of the host that may call the turn. */
type Armed = "host" | "task" | "timer";

/**
 * A guest on the loop of a page: the host's own driver, of which options replace two parts. Tasks of a priority replace the messages
 * between slices, and a worker replaces the timer.
 */
export class PageDriver implements Driver<false> {
  readonly ownsThread = false;
  readonly inline: boolean = true;
  readonly #host = new HostDriver();
  readonly slice: number = this.#host.slice;
  readonly #postTask: ((callback: () => void) => void) | null;
  readonly #timers: TimerWorker | null;
  #armed: Armed = "host";
  /** The deadline of the park. */
  #deadline = Infinity;
  #turn: () => void = () => {};

  /** @param failed called if the worker of the timers cannot start */
  constructor(priority: TaskPriority | undefined, timers: "worker" | undefined, failed: (error: unknown) => void) {
    this.#postTask = priority === undefined ? null : taskPoster(priority);
    const timeout = () => this.#fire("timer");
    this.#timers = timers === undefined ? null : new TimerWorker({ ready: () => this.#moveTimer(), timeout, failed });
  }

  now(): number {
    return this.#host.now();
  }

  park(deadline: number, turn: () => void): void {
    this.#turn = turn;
    this.#deadline = deadline;
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
    this.#deadline = -Infinity;
    this.#armed = this.#wayTo(-Infinity);
    if (this.#armed === "task") this.#postTask!(this.#onTask);
    else this.#host.wake();
  }

  /** Has the worker, which is ready now, wait in place of the page's timer. */
  #moveTimer(): void {
    if (this.#deadline !== -Infinity) this.park(this.#deadline, this.#turn);
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
