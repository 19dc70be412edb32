/** Lets the host run its microtasks, its timers that are due and its immediates, where it has any. */
export function hostTurn(): Promise<void> {
  const next = "setImmediate" in globalThis ? setImmediate : setTimeout;
  return new Promise((resolve) => {
    setTimeout(() => next(resolve), 0);
  });
}
