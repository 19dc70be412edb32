import { current, type Runnable, wake } from "./turns.ts";

/** A value that one task waits for. */
export class Gate {
  value: number | undefined = undefined;
  #waiter: Runnable | null = null;

  /** Returns whether the running task has to yield until the gate is open. */
  parks(): boolean {
    if (this.value === undefined) this.#waiter = current;
    return this.value === undefined;
  }

  open(value: number): void {
    this.value = value;
    if (this.#waiter !== null) wake(this.#waiter);
  }
}
