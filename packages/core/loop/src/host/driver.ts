/**
 * A clock and a way to sleep: all that differs between loops on Node, in pages, on blocking threads and in tests.
 *
 * A driver that owns its thread sleeps inside `park`, so `runForever()` returns when the loop has stopped. A guest of the host
 * arms a host callback and returns, so `runForever()` returns a promise.
 */
export interface Driver<Owns extends boolean = boolean> {
  /** True: `park` sleeps, and running returns the value. False: the host calls back, and running returns a promise. */
  readonly ownsThread: Owns;
  /**
   * Milliseconds of ready work before the loop must `park(-Infinity)`: 1 on a host, 0 (every pass) if `park` polls, Infinity
   * on a virtual clock.
   */
  readonly slice: number;
  /** Returns milliseconds, monotonic. */
  now(): number;
  /**
   * Sleeps until `deadline`, because nothing is ready before it.
   *
   * An owner sleeps until the deadline or `wake()`, then returns. A guest arms ONE host callback that calls `turn`, replaces
   * any callback armed before, and returns at once. At Infinity it arms none, so that the process may end.
   *
   * @param deadline milliseconds on this clock; Infinity: no timer; -Infinity: work is ready, only let the host in
   * @throws DeadlockError from an owner that nothing can wake
   */
  park(deadline: number, turn: () => void): void;
  /** Ends the present park early, or the next one if there is none. Idempotent. The loop calls it only while parked. */
  wake(): void;
  /** Called when work is scheduled from outside after a `wake()`. Checks that the armed host callback can still come. */
  rearm?(): void;
  /** True on a guest that host callbacks may run at once, in place of a `wake()`. */
  readonly inline?: boolean;
  /**
   * Observes that a coroutine begins to wait for a promise of the host.
   *
   * @param wait tells whether that wait is over
   * @throws Error from an owner of its thread, where no promise can settle
   */
  promiseAwaited?(wait: { done(): boolean }): void;
  /**
   * Calls `interrupt` once at the next Ctrl-C while an owner of its thread sleeps, where no listener of the host can run.
   *
   * @returns a function that ends the watch. Without a watch, Ctrl-C has the effect that it has in the host
   */
  watchInterrupt?(interrupt: () => void): () => void;
  /** Releases the host's timers, ports and threads. */
  close?(): void;
}
