import type { TraceEvent } from "./trace-event.ts";
import type { TracedTask } from "./traced-task.ts";
import { aboutTask, ms } from "./warning-text.ts";
import type { Warning } from "./warning.ts";

/** Finds tasks that went on for long after their cancellation was requested and not taken back. */
export function cancelledButAlive(events: readonly TraceEvent[], tasks: readonly TracedTask[], ended: number, limit: number): Warning[] {
  const requested = new Map<number, number>();
  for (const { kind, time, unit } of events) {
    if (unit === null) continue;
    if (kind === "cancelled" && !requested.has(unit.id)) requested.set(unit.id, time);
    else if (kind === "uncancelled") requested.delete(unit.id);
  }
  return tasks.flatMap((task) => {
    const since = requested.get(task.id);
    if (since === undefined || task.cancelling === 0) return [];
    const took = (task.finished ?? ended) - since;
    if (took <= limit) return [];
    const state = task.finished === null ? "is alive" : task.state === "cancelled" ? "ended" : `ended as ${task.state}, not cancelled,`;
    const waits = task.waitsFor === null ? "" : `, and waits for ${task.waitsFor.name}`;
    return [aboutTask("cancelledButAlive", task, `${task.name} ${state} ${ms(took)} after its cancellation was requested${waits}`)];
  });
}
