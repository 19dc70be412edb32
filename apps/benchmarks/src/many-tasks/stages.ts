import { heapUsed } from "../parked-tasks.ts";

/** The figures of a process. */
export interface Figures {
  /** Of a parked task, on the heap. */
  bytes: number;
  /** Seconds until all tasks are parked. */
  parking: number;
  /** Seconds until all tasks have cleaned up and have been awaited. */
  cancelling: number;
  /** The number of tasks that have cleaned up. */
  cleaned: number;
}

/** The tasks of a program, and the times of its stages. Their array is allocated before the heap is measured. */
export class Stages<Task = unknown> implements Figures {
  readonly tasks: Task[];
  bytes = NaN;
  parking = NaN;
  cancelling = NaN;
  cleaned = 0;
  readonly #before: number;
  #start: number;

  constructor(count: number) {
    this.tasks = Array.from({ length: count });
    this.#before = heapUsed();
    this.#start = performance.now();
  }

  /** Ends the first stage: all tasks are parked. */
  parked(): void {
    this.parking = this.#seconds();
    this.bytes = (heapUsed() - this.#before) / this.tasks.length;
    this.#start = performance.now();
  }

  /** Ends the second stage: all tasks have ended. */
  ended(): void {
    this.cancelling = this.#seconds();
  }

  #seconds(): number {
    return (performance.now() - this.#start) / 1_000;
  }
}
