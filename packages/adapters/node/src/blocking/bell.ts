/**
 * A counter in shared memory that a thread waits on.
 *
 * The other thread posts its message first, then rings. The waiter reads the counter before it takes messages, so a message that
 * comes meanwhile makes the next wait return at once.
 */
export class Bell {
  /** The memory, to be sent to the other thread. */
  readonly counter: Int32Array;

  constructor(counter: Int32Array = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))) {
    this.counter = counter;
  }

  /** Counts one up, and wakes the waiter. */
  ring(): void {
    Atomics.add(this.counter, 0, 1);
    Atomics.notify(this.counter, 0);
  }

  /** Returns the count. */
  read(): number {
    return Atomics.load(this.counter, 0);
  }
}
