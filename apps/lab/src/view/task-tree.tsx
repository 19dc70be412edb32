import type { Lab } from "../page/lab.ts";
import { describeView, viewOf } from "../timeline/task-view.ts";
import type { Timeline } from "../timeline/timeline.ts";
import { LANE } from "./lane-shapes.ts";

/** More levels are drawn without more room to their left. */
const DEEPEST = 6;

/** The names of the tasks beside their lanes, as a tree, with their states at the place shown. */
export function TaskTree({ first, lab, last, timeline }: { first: number; lab: Lab; last: number; timeline: Timeline }) {
  const applied = lab.playback.applied.value;
  const rows = timeline.rows.slice(first, last);
  return (
    <ul class="names" style={{ height: `${timeline.rows.length * LANE}px`, paddingTop: `${first * LANE}px` }} aria-label="Tasks">
      {rows.map(({ depth, task }, i) => {
        const view = viewOf(timeline.lanes.get(task.id)!, applied);
        const isSelected = lab.selected.value === task.id;
        return (
          <li
            key={task.id}
            style={{ height: `${LANE}px` }}
            aria-level={depth + 1}
            aria-posinset={first + i + 1}
            aria-setsize={timeline.rows.length}
          >
            <button
              type="button"
              style={{ "--depth": Math.min(depth, DEEPEST) }}
              class={view.state}
              aria-pressed={isSelected}
              aria-label={`${task.name}: ${describeView(view)}`}
              title={describeView(view)}
              onClick={() => (lab.selected.value = isSelected ? null : task.id)}
            >
              <i class={`dot ${view.state}`} />
              <span class="task-name">{task.name}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
