import type { StateSpan } from "@asyncio-ts/trace";
import type { Lane } from "../timeline/task-view.ts";
import type { Timeline } from "../timeline/timeline.ts";

/** The height of a lane, in pixels. */
export const LANE = 34;

/** Half the heights of the states: the more a task does, the taller it is drawn. */
const HALF: Readonly<Record<StateSpan["state"], number>> = { running: 10, ready: 5, waiting: 2 };
/** The least width of a label, and of a character of it. */
const LEAST_LABEL = 44;
const CHARACTER = 6.2;

/** A stretch of the axis in view, and pixels for each of its units. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly scale: number;
}

/** What is drawn in a lane: an outline for each class, texts, and the mark of its end. */
export interface LaneShapes {
  readonly paths: ReadonlyMap<string, string>;
  readonly labels: readonly { readonly x: number; readonly text: string }[];
}

/** Returns the shapes of a lane in view. Shapes that are narrower than a pixel are drawn once for each pixel. */
export function shapesOf({ lane, timeline, window }: { lane: Lane; timeline: Timeline; window: Window }, y: number): LaneShapes {
  const { axis } = timeline;
  const { from, scale, to } = window;
  const paths = new Map<string, string>();
  const labels: { x: number; text: string }[] = [];
  const drawn = new Map<string, number>();
  for (const { first, isCancelling, last, on, state } of lane.spans) {
    const start = axis.xs[first]!;
    const end = last < axis.xs.length ? axis.xs[last]! : axis.width;
    if (end < from || start > to || end === start) continue;
    const name = isCancelling ? `${state} cancelling` : state;
    const left = start * scale;
    const width = (end - start) * scale;
    if (left + width < (drawn.get(name) ?? -1) + 1) continue;
    drawn.set(name, left + width);
    const half = HALF[state];
    paths.set(name, (paths.get(name) ?? "") + rectangle(left, y + LANE / 2 - half, Math.max(width, 1), 2 * half));
    if (state === "waiting" && on !== null) addLabel(labels, Math.max(left, from * scale), Math.min(left + width, to * scale), on.name);
  }
  return { paths, labels };
}

function addLabel(labels: { x: number; text: string }[], left: number, right: number, text: string): void {
  const room = right - left - 10;
  if (room < LEAST_LABEL) return;
  const most = Math.floor(room / CHARACTER);
  labels.push({ x: left + 5, text: text.length <= most ? text : `${text.slice(0, most - 1)}…` });
}

function rectangle(x: number, y: number, width: number, height: number): string {
  const radius = Math.min(2, width / 2, height / 2);
  const [w, h] = [round(width - 2 * radius), round(height - 2 * radius)];
  const corner = (dx: number, dy: number, bend: string) => `q${bend} ${dx * radius} ${dy * radius}`;
  return (
    `M${round(x + radius)} ${round(y)}h${w}${corner(1, 1, `${radius} 0`)}v${h}${corner(-1, 1, `0 ${radius}`)}` +
    `h${-w}${corner(-1, -1, `${-radius} 0`)}v${-h}${corner(1, -1, `0 ${-radius}`)}z`
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
