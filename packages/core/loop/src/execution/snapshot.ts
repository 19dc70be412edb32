import { runtime } from "./runtime.ts";

/** Runs `step` under what the host's context was when the snapshot was taken. */
export type Enter = <R>(step: () => R) => R;

/** Takes a snapshot of the host's own context, such as `AsyncLocalStorage.snapshot()` does. */
export type Snapshot = () => Enter;

/**
 * Installs the host's notion of context: a snapshot is taken wherever a context is captured (a handle, a task, a done
 * callback is made), and entered around each of its steps.
 *
 * @param snapshot takes a snapshot; `null`, the default, carries nothing and costs nothing
 */
export function setSnapshot(snapshot: Snapshot | null): void {
  runtime.snapshot = snapshot;
}
