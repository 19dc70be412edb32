import type { Instrument, Runnable } from "@asyncio-ts/loop";
import { numberOf } from "@asyncio-ts/tasks/lowlevel";
import { type EventLoop, Task } from "asyncio-ts";
import type { Suspension } from "../protocol/run-record.ts";
import { type RunRequest, USERS_CANCEL } from "../protocol/run-request.ts";

/** Milliseconds between two announcements of steps, unless each is announced. */
const ANNOUNCED = 250;
/** Milliseconds for reading stacks in all. To read a stack takes longer than a step. */
const READING = 400;

/** Reads the stacks of the tasks after their steps, cancels tasks as the user has asked, and limits the number of steps. */
export class Observer implements Instrument {
  readonly suspensions: Suspension[] = [];
  readonly #request: RunRequest;
  readonly #loop: EventLoop;
  readonly #onStep: (step: number) => void;
  readonly #onLimit: (task: number | null) => void;
  readonly #tasks = new Map<number, Task<unknown>>();
  /** The task that has just parked. */
  #parked: Task<unknown> | null = null;
  #ended = 0;
  #reading = 0;
  #announced = performance.now();

  constructor(loop: EventLoop, request: RunRequest, on: { step(step: number): void; limit(task: number | null): void }) {
    this.#loop = loop;
    this.#request = request;
    this.#onStep = on.step;
    this.#onLimit = on.limit;
    loop.addInstrument(this);
    this.#intervene();
  }

  spawned(unit: Runnable): void {
    if (unit instanceof Task) this.#tasks.set(numberOf(unit), unit);
  }

  stepBegan(unit: Runnable): void {
    this.#announce();
    if (this.#ended === this.#request.maxSteps) this.#onLimit(unit instanceof Task ? numberOf(unit) : null);
  }

  parked(unit: Runnable, on: unknown): void {
    this.#parked = on !== null && unit instanceof Task ? unit : null;
  }

  stepEnded(): void {
    this.#ended++;
    if (this.#parked !== null && this.#reading < READING) this.#readStack(this.#parked);
    this.#parked = null;
    this.#intervene();
  }

  #announce(): void {
    const now = performance.now();
    if (!this.#request.announceSteps && now - this.#announced < ANNOUNCED) return;
    this.#announced = now;
    this.#onStep(this.#ended);
  }

  #readStack(task: Task<unknown>): void {
    const began = performance.now();
    const stack = task.getStack().reverse().map(String);
    this.suspensions.push({ step: this.#ended, task: numberOf(task), stack });
    this.#reading += performance.now() - began;
  }

  #intervene(): void {
    for (const { step, task, time } of this.#request.interventions) {
      if (step !== this.#ended) continue;
      const cancel = Object.defineProperty(() => this.#tasks.get(task)?.cancel(), "name", { value: USERS_CANCEL });
      if (time > this.#loop.time()) this.#loop.callAt(time, cancel);
      else this.#loop.callSoon(cancel);
    }
  }
}
