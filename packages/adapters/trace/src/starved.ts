import type { StateSpan } from "./task-state.ts";
import type { TracedTask } from "./traced-task.ts";
import { aboutTask, byNumber, ms } from "./warning-text.ts";
import type { Warning } from "./warning.ts";

/** Finds tasks that were ready for long before their step, and the unit that ran longest meanwhile. Of each task the longest time is reported. */
export function starved(spans: readonly StateSpan[], tasks: readonly TracedTask[], limit: number): Warning[] {
  const longest = new Map<number, StateSpan>();
  for (const span of spans) {
    const known = longest.get(span.unit.id);
    const took = span.to - span.from;
    if (span.state === "ready" && took > limit && (known === undefined || took > known.to - known.from)) longest.set(span.unit.id, span);
  }
  const known = byNumber(tasks);
  return [...longest].flatMap(([id, span]) => {
    const task = known.get(id);
    if (task === undefined) return [];
    const text = `${task.name} was ready for ${ms(span.to - span.from)} ${span.isOpen ? "and did not run" : "before it ran"}`;
    return [aboutTask("starved", task, `${text}; meanwhile ${culprit(spans, span)}`)];
  });
}

function culprit(spans: readonly StateSpan[], starving: StateSpan): string {
  let most = 0;
  let found = "the host ran other code";
  for (const { from, state, to, unit } of spans) {
    const overlap = Math.min(to, starving.to) - Math.max(from, starving.from);
    if (state !== "running" || overlap <= most) continue;
    most = overlap;
    found = `${unit.name} ran for ${ms(overlap)}`;
  }
  return found;
}
