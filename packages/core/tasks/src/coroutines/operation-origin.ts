import { runtime, stackTraces } from "@asyncio-ts/loop/lowlevel";
import { hint } from "./hint.ts";
import type { OperationBody } from "./operation.ts";
import { traps } from "./traps.ts";

/** Returns whether operations that are created now are to be tracked: in the steps of a loop in debug mode. */
export function tracksOperations(): boolean {
  return runtime.running !== null && runtime.running.getDebug();
}

/**
 * Tracks a new operation in debug mode, so that its loop reports it if it is never awaited.
 *
 * @param name the name in the report
 * @param caller the report shows the callers of this function
 */
export function trackOperation(operation: OperationBody, name: string, caller: (...args: never[]) => unknown): void {
  const origin = new Error(name);
  stackTraces.captureStackTrace?.(origin, caller);
  (traps.origins ??= new Map()).set(operation, { origin, loop: runtime.running });
}

/** Ends the tracking of an operation that begins or is closed. Returns an error with the stack of its creation, if it was tracked. */
export function untrackOperation(operation: OperationBody): Error | null {
  const tracked = traps.origins === null ? undefined : traps.origins.get(operation);
  if (tracked === undefined) return null;
  traps.origins!.delete(operation);
  return tracked.origin;
}

/**
 * Reports the operations that were created in the steps of a loop and never awaited, each place once.
 *
 * @param handler receives the name of each; null for the console
 */
export function reportOperations(loop: object, handler: ((name: string) => void) | null): void {
  for (const [operation, { origin, loop: own }] of traps.origins ?? []) {
    if (own !== loop) continue;
    traps.origins!.delete(operation);
    if (handler !== null) {
      handler(origin.message);
      continue;
    }
    // Three calls, because the innermost two may be ours, as in `lock.acquire()`.
    hint(`coroutine '${origin.message}' was never awaited: write \`yield*\` before it`, origin, 3);
  }
}
