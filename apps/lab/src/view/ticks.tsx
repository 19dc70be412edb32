import { memo } from "preact/compat";
import { clockText } from "../timeline/clock-text.ts";
import type { Timeline } from "../timeline/timeline.ts";

/** The least distance between the labels of the axis, in pixels. */
const DISTANCE = 62;

/** The times on the axis, or their lines across the lanes. */
export const Ticks = memo(function Ticks({ isLines = false, scale, timeline }: { isLines?: boolean; scale: number; timeline: Timeline }) {
  let latest = -Infinity;
  const ticks = timeline.axis.moments.filter(({ x }) => {
    const isFar = (x - latest) * scale >= DISTANCE;
    if (isFar) latest = x;
    return isFar;
  });
  return (
    <>
      {ticks.map(({ time, x }) => (
        <div key={x} class={isLines ? "tick-line" : "tick"} style={{ left: `${x * scale}px` }}>
          {!isLines && clockText(time)}
        </div>
      ))}
    </>
  );
});
