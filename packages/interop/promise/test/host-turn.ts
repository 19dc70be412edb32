/** Lets the host run its microtasks, its timers that are due and its immediates. */
export function hostTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => setImmediate(resolve), 0);
  });
}
