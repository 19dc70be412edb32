import { host, runtime, stackTraces } from "@asyncio-ts/loop/lowlevel";
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
 * @param caller the function whose callers the report shows
 */
export function trackOperation(operation: OperationBody, name: string, caller: (...args: never[]) => unknown): void {
  const origin = new Error(name);
  stackTraces.captureStackTrace?.(origin, caller);
  (traps.origins ??= new Map()).set(operation, { origin, loop: runtime.running });
}

/** Ends the tracking of an operation that begins or is closed. Called only if `traps.origins` is not null. */
export function untrackOperation(operation: OperationBody): void {
  traps.origins!.delete(operation);
}

/** Reports the operations that were created in the steps of a loop and never awaited. */
export function reportOperations(loop: object): void {
  for (const [operation, { origin, loop: own }] of traps.origins ?? []) {
    if (own !== loop) continue;
    traps.origins!.delete(operation);
    const where = (origin.stack ?? "").replace(/^Error.*/, "");
    host.console.warn(`coroutine '${origin.message}' was never awaited: write \`yield*\` before it${where}`);
  }
}
