/** Resolves after the host has run its microtasks, due timers and immediates. */
export function hostTurn(): Promise<void> {
  const next = "setImmediate" in globalThis ? setImmediate : setTimeout;
  return new Promise((resolve) => {
    setTimeout(() => next(resolve), 0);
  });
}
