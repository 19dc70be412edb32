/** Bytes on the heap that are still needed. */
function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Parked tasks, and what each waits for. Their places are there before the heap is looked at. */
export class Places<Gate, Task> {
  readonly gates: Gate[];
  readonly tasks: Task[];
  readonly #empty: number;

  constructor(operations: number) {
    this.gates = Array.from({ length: operations });
    this.tasks = Array.from({ length: operations });
    this.#empty = heapUsed();
  }

  take(i: number, gate: Gate, task: Task): void {
    this.gates[i] = gate;
    this.tasks[i] = task;
  }

  bytesEach(): number {
    return (heapUsed() - this.#empty) / this.tasks.length;
  }
}
