import type { TraceEvent } from "./trace-event.ts";
import type { Warning } from "./warning.ts";

/** Finds coroutines that were never awaited. */
export function neverAwaited(events: readonly TraceEvent[]): Warning[] {
  return events.flatMap(({ kind, text, place = null }) => {
    if (kind !== "neverAwaited") return [];
    const where = place === null ? "" : ` in ${place}`;
    return [{ kind, task: null, place, message: `coroutine '${text}' was created${where} and never awaited: write \`yield*\` before it` }];
  });
}
