import { type Signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { memo } from "preact/compat";
import { useEffect, useRef } from "preact/hooks";
import type { Lab } from "../page/lab.ts";
import { clockText } from "../timeline/clock-text.ts";
import type { Timeline } from "../timeline/timeline.ts";
import { LANE } from "./lane-shapes.ts";
import { Lanes, type View } from "./lanes.tsx";
import { Ticks } from "./ticks.tsx";
import { TaskTree } from "./task-tree.tsx";

/** Pixels of a step, unless the whole run would be wider than a browser scrolls well. */
const LEAST_SCALE = 6;
const WIDEST = 30_000;
const MARGIN = 24;
const ZOOM = 1.5;

/** What is in view of the scrolled chart, in pixels. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The tasks as a tree, each with its lane on the time axis. */
export function Chart({ lab }: { lab: Lab }) {
  const scroller = useRef<HTMLDivElement>(null);
  const box = useSignal<Box>({ left: 0, top: 0, width: 800, height: 300 });
  const zoom = useSignal(1);
  const timeline = lab.timeline.value;
  const scale = useComputed(() => scaleOf(lab.timeline.value, box.value.width, zoom.value));
  useEffect(() => {
    const observer = new ResizeObserver(() => measure(scroller.current!, box));
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, [box]);
  useSignalEffect(() => {
    keepInView(scroller.current!, lab.playback.place.value * scale.value);
  });
  return (
    <section class="chart" aria-label="Tasks over time">
      <div class="zoom" role="group" aria-label="Zoom">
        <button
          type="button"
          class="square plain"
          aria-label="Zoom out"
          disabled={zoom.value <= 1}
          onClick={() => (zoom.value = Math.max(zoom.value / ZOOM, 1))}
        >
          −
        </button>
        <button type="button" class="square plain" aria-label="Zoom in" disabled={zoom.value > 40} onClick={() => (zoom.value *= ZOOM)}>
          +
        </button>
      </div>
      <div class="scroller" ref={scroller} onScroll={() => measure(scroller.current!, box)}>
        {timeline !== null && <Grid box={box} lab={lab} scale={scale.value} timeline={timeline} />}
      </div>
    </section>
  );
}

function Grid({ box, lab, scale, timeline }: { box: Signal<Box>; lab: Lab; scale: number; timeline: Timeline }) {
  const { left, top, height, width } = box.value;
  const view: View = {
    // In steps, so that scrolling draws anew only now and then.
    from: Math.floor((left - 300) / 300) * (300 / scale),
    to: Math.ceil((left + width + 300) / 300) * (300 / scale),
    scale,
    firstRow: Math.max(Math.floor(top / LANE / 10) * 10 - 10, 0),
    lastRow: Math.ceil((top + height) / LANE / 10) * 10 + 10,
  };
  const inView = useStable(view);
  const pixels = timeline.axis.width * scale + MARGIN;
  const seek = (event: PointerEvent) => {
    const { left } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    lab.playback.seek((event.clientX - left) / scale);
  };
  const drag = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0 || (event.pointerType === "touch" && !(event.currentTarget as HTMLElement).classList.contains("axis"))) return;
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      seek(event);
    },
    onPointerMove: (event: PointerEvent) => {
      if ((event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId)) seek(event);
    },
  };
  const select = (event: MouseEvent) => {
    const { top } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const row = timeline.rows[Math.floor((event.clientY - top) / LANE)];
    if (row !== undefined) lab.selected.value = row.task.id;
  };
  return (
    <div class="grid" style={{ gridTemplateColumns: `var(--names) ${pixels}px` }}>
      <div class="corner" />
      <div class="axis" {...drag}>
        <Ticks scale={scale} timeline={timeline} />
        <Cursor lab={lab} scale={scale} withTime />
      </div>
      <TaskTree first={view.firstRow} lab={lab} last={view.lastRow} timeline={timeline} />
      <div class="tracks" style={{ height: `${timeline.rows.length * LANE}px` }} onClick={select} {...drag}>
        <Ticks isLines scale={scale} timeline={timeline} />
        <SelectedLane lab={lab} timeline={timeline} />
        <Lanes timeline={timeline} view={inView} />
        <Cursor lab={lab} scale={scale} />
      </div>
      <div class="console-name">console</div>
      <div class="console-track" {...drag}>
        <ConsoleDots timeline={timeline} view={inView} />
        <Cursor lab={lab} scale={scale} />
      </div>
    </div>
  );
}

/** A dot for each console line in view, but only one on each pixel. */
const ConsoleDots = memo(function ConsoleDots({ timeline, view: { from, scale, to } }: { timeline: Timeline; view: View }) {
  const places = timeline.lines.map(({ at }) => timeline.axis.xs[at]!).filter((x) => x >= from && x <= to);
  const pixels = new Set(places.map((x) => Math.round(x * scale)));
  return (
    <>
      {[...pixels].map((left) => (
        <i key={left} style={{ left: `${left}px` }} />
      ))}
    </>
  );
});

/** The line of the place shown. What comes after it is pale. */
function Cursor({ lab, scale, withTime = false }: { lab: Lab; scale: number; withTime?: boolean }) {
  const left = `${lab.playback.place.value * scale}px`;
  const isLate = lab.playback.place.value > (lab.timeline.value?.axis.width ?? 0) / 2;
  return (
    <>
      <div class="future" style={{ left }} />
      <div class={isLate ? "cursor late" : "cursor"} style={{ transform: `translateX(${left})` }}>
        {withTime && <span>{clockText(lab.playback.time.value)}</span>}
      </div>
    </>
  );
}

function SelectedLane({ lab, timeline }: { lab: Lab; timeline: Timeline }) {
  const row = timeline.rows.findIndex(({ task }) => task.id === lab.selected.value);
  return row < 0 ? null : <div class="selected-lane" style={{ top: `${row * LANE}px`, height: `${LANE}px` }} />;
}

/** Returns the same object while its values are the same, so that the lanes are drawn only after a change. */
function useStable(view: View): View {
  const stable = useRef(view);
  const keys = Object.keys(view) as (keyof View)[];
  if (keys.some((key) => stable.current[key] !== view[key])) stable.current = view;
  return stable.current;
}

function scaleOf(timeline: Timeline | null, width: number, zoom: number): number {
  const units = timeline?.axis.width ?? 1;
  const whole = (width - MARGIN) / units;
  return Math.max(whole, Math.min(LEAST_SCALE, WIDEST / units)) * zoom;
}

function measure(scroller: HTMLElement, box: Signal<Box>): void {
  const names = Number.parseFloat(getComputedStyle(scroller).getPropertyValue("--names"));
  const { clientHeight, clientWidth, scrollLeft, scrollTop } = scroller;
  box.value = { left: scrollLeft, top: scrollTop, width: clientWidth - names, height: clientHeight };
}

function keepInView(scroller: HTMLElement, x: number): void {
  const names = Number.parseFloat(getComputedStyle(scroller).getPropertyValue("--names"));
  const width = scroller.clientWidth - names;
  if (x < scroller.scrollLeft || x > scroller.scrollLeft + width * 0.85) scroller.scrollLeft = x - width * 0.25;
}
