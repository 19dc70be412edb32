/**
 * The one thing that differs between Node, pages, blocking threads and tests: a clock, and how to sleep.
 *
 * A driver that owns its thread sleeps inside `park`, so `runForever` returns when the loop has stopped. A guest arms a
 * callback of its host and returns, so `runForever` gives a promise.
 */
export interface Driver<Owns extends boolean = boolean> {
  /** True: `park` really sleeps and running gives the value. False: the host calls back and running gives a promise. */
  readonly ownsThread: Owns;
  /**
   * Milliseconds of ready work before the loop must `park(-Infinity)`: 1 on a host, 0 (every pass) where `park` polls,
   * Infinity on a virtual clock.
   */
  readonly slice: number;
  /** Milliseconds, monotonic. */
  now(): number;
  /**
   * Nothing to do before `deadline` (Infinity: no timer; -Infinity: work is ready, only let the world in).
   *
   * An owner sleeps until then or until `wake`, then returns. A guest arms ONE host callback that calls `turn`, in place
   * of what it armed before, and returns at once; at Infinity it arms none, and so keeps no process alive.
   *
   * @throws DeadlockError from an owner that nothing can wake
   */
  park(deadline: number, turn: () => void): void;
  /** Ends the current park early; before a park, the next one. Idempotent. The loop calls it only while parked. */
  wake(): void;
  /** True on a guest where a callback of the host may run the loop itself, at once, in place of a `wake`. */
  readonly inline?: boolean;
  /** Lets go of what the driver holds of the host. */
  close?(): void;
}
