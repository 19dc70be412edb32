/** Runs `step` in the host's context at the time of the snapshot. */
export type Enter = <R>(step: () => R) => R;

/** Takes a snapshot of the host's own context, as `AsyncLocalStorage.snapshot()` does. */
export type Snapshot = () => Enter;
