/**
 * Where more than one next step is legal:
 *
 * - `"ready"`: which runnable of the current pass is next; the alternatives are runnables
 * - `"deadline"`: which of equal deadlines comes first; the alternatives are timers
 * - `"time"`: whether the clock has already reached the next deadline although work is ready; the alternatives are the
 *   time now and that deadline, in milliseconds
 *
 * Never a choice: the order across passes, the callbacks of one future among themselves, the steps of one task.
 */
export type ChoiceKind = "ready" | "deadline" | "time";

/** Picks one of the alternatives by its index. Index 0 is always asyncio's order. */
export type Choose = (kind: ChoiceKind, alternatives: readonly unknown[]) => number;

/**
 * The alternative that `choose` picks.
 *
 * @throws RangeError when its answer is no index of `alternatives`
 */
export function pick<T>(choose: Choose, kind: ChoiceKind, alternatives: readonly T[]): T {
  const index: unknown = alternatives.length < 2 ? 0 : choose(kind, alternatives);
  const chosen = typeof index === "number" ? alternatives[index] : undefined;
  if (chosen !== undefined) return chosen;
  throw new RangeError(`choose(${kind}): an index below ${alternatives.length} was expected, got ${String(index)}`);
}
