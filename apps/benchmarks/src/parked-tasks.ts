/** Returns the bytes that are reachable on the heap. */
export function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Parked tasks, each with the gate that it waits for. The arrays are allocated before the heap is measured. */
export class ParkedTasks<Gate, Task> {
  readonly gates: Gate[];
  readonly tasks: Task[];
  readonly #before: number;

  constructor(count: number) {
    this.gates = Array.from({ length: count });
    this.tasks = Array.from({ length: count });
    this.#before = heapUsed();
  }

  set(i: number, gate: Gate, task: Task): void {
    this.gates[i] = gate;
    this.tasks[i] = task;
  }

  /** Measures the bytes that a task with its gate takes on the heap. */
  bytesPerTask(): number {
    return (heapUsed() - this.#before) / this.tasks.length;
  }
}
