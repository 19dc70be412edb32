import { type Instruments, runtime, stackTraces } from "@asyncio-ts/loop/lowlevel";
import { hint } from "./hint.ts";
import type { OperationBody } from "./operation.ts";
import { traps } from "./traps.ts";

/** Has the operations tracked that are created in the steps of loops in debug mode. */
export function beginTracking(): void {
  traps.origins ??= new Map();
}

/** Returns whether operations may have to be tracked: once a loop was in debug mode. */
export function tracksOperations(): boolean {
  return traps.origins !== null;
}

/** Returns whether this is a step of a loop in debug mode. */
export function isDebugStep(): boolean {
  return runtime.running?.getDebug() === true;
}

/**
 * Tracks a new operation, so that its loop reports it if it is never awaited. Does nothing outside debug mode.
 *
 * @param name the name in the report
 * @param caller the report shows the callers of this function
 */
export function trackOperation(operation: OperationBody, name: string, caller: (...args: never[]) => unknown): void {
  if (traps.origins === null || !isDebugStep()) return;
  const origin = new Error(name);
  stackTraces.captureStackTrace?.(origin, caller);
  traps.origins.set(operation, { origin, loop: runtime.running });
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
export function reportOperations(loop: { readonly _instruments: Instruments | null }, handler: ((name: string) => void) | null): void {
  for (const [operation, { origin, loop: own }] of traps.origins ?? []) {
    if (own !== loop) continue;
    traps.origins!.delete(operation);
    loop._instruments?.notify("neverAwaited", origin.message, origin);
    if (handler !== null) {
      handler(origin.message);
      continue;
    }
    // Three calls, because the innermost two may be ours, as in `lock.acquire()`.
    hint(`coroutine '${origin.message}' was never awaited: write \`yield*\` before it`, origin, 3);
  }
}
