import { memo } from "preact/compat";
import type { Link } from "../timeline/links.ts";
import type { Timeline } from "../timeline/timeline.ts";
import { LANE, shapesOf, type Window } from "./lane-shapes.ts";

/** More arrows would hide the lanes. */
const MOST_LINKS = 1500;

/** What of the lanes is in view. */
export interface View extends Window {
  readonly firstRow: number;
  readonly lastRow: number;
}

interface Props {
  readonly timeline: Timeline;
  readonly view: View;
}

/** The lanes of the tasks, and the arrows between them. */
export const Lanes = memo(function Lanes({ timeline, view }: Props) {
  const { axis, rows } = timeline;
  const visible = rows.slice(view.firstRow, view.lastRow);
  return (
    <svg class="lanes" width={axis.width * view.scale} height={rows.length * LANE} aria-hidden="true">
      {visible.map(({ task }, i) => (
        <LaneDrawing key={task.id} row={view.firstRow + i} task={task.id} timeline={timeline} view={view} />
      ))}
      <Links timeline={timeline} view={view} />
    </svg>
  );
});

function LaneDrawing({ row, task, timeline, view }: Props & { row: number; task: number }) {
  const lane = timeline.lanes.get(task)!;
  const { axis } = timeline;
  const y = row * LANE;
  const { labels, paths } = shapesOf({ lane, timeline, window: view }, y);
  const end = lane.done < axis.xs.length ? axis.xs[lane.done]! * view.scale : null;
  return (
    <g>
      {[...paths].map(([name, path]) => (
        <path key={name} class={name} d={path} />
      ))}
      {labels.map(({ text, x }) => (
        <text key={x} class="awaited" x={x} y={y + LANE / 2 - 6}>
          {text}
        </text>
      ))}
      {end !== null && <EndMark state={lane.task.state} x={end} y={y + LANE / 2} />}
    </g>
  );
}

/** A bar where a task has returned, a cross where it has failed, a circle where it was cancelled. */
function EndMark({ state, x, y }: { state: string; x: number; y: number }) {
  const centre = x + 6;
  if (state === "failed") return <path class="end failed" d={`M${centre - 4} ${y - 4}l8 8m0 -8l-8 8`} />;
  if (state === "cancelled")
    return <path class="end cancelled" d={`M${centre - 4} ${y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0M${centre - 3} ${y + 3}l6 -6`} />;
  return <path class="end finished" d={`M${centre - 3.5} ${y}l2.5 3l5 -6`} />;
}

function Links({ timeline, view }: Props) {
  const { axis, links, rows } = timeline;
  const rowOf = new Map(rows.map(({ task }, row) => [task.id, row]));
  const visible = new Map<string, Link["kind"]>();
  for (const link of links) {
    const x = axis.xs[link.at]!;
    if (x < view.from || x > view.to) continue;
    const [from, to] = [rowOf.get(link.from), rowOf.get(link.to)];
    if (from === undefined || to === undefined) continue;
    if (Math.max(from, to) < view.firstRow || Math.min(from, to) >= view.lastRow) continue;
    visible.set(arrow(x * view.scale, from, to, view), link.kind);
    if (visible.size === MOST_LINKS) break;
  }
  return (
    <g>
      {[...visible].map(([path, kind]) => (
        <path key={path} class={`link ${kind}`} d={path} />
      ))}
    </g>
  );
}

/** Returns an arrow between two rows, cut to the rows in view: arrows to a thousand tasks below the view are one line. */
function arrow(x: number, from: number, to: number, { firstRow, lastRow }: View): string {
  const down = to > from ? 1 : -1;
  const [first, end] = [firstRow * LANE, lastRow * LANE];
  const cut = (y: number) => Math.min(Math.max(y, first), end);
  const tip = centre(to) - 6 * down;
  const head = tip === cut(tip) ? `m-3 ${-4 * down}l3 ${4 * down}l3 ${-4 * down}` : "";
  return `M${x.toFixed(1)} ${cut(centre(from) + 10 * down)}V${cut(tip)}${head}`;
}

function centre(row: number): number {
  return row * LANE + LANE / 2;
}
