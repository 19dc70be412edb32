import { memo } from "preact/compat";
import { useEffect, useRef } from "preact/hooks";
import type { Lab } from "../page/lab.ts";
import { clockText } from "../timeline/clock-text.ts";
import type { Line } from "../timeline/timeline.ts";

/** The number of lines that are rendered together, and of such chunks in the list on both sides of the place. */
const CHUNK = 100;
const AROUND = 4;
const NO_LINES: readonly Line[] = [];

/** The lines that the program writes. Those after the place shown are pale. */
export function ConsolePane({ lab }: { lab: Lab }) {
  const lines = lab.timeline.value?.lines ?? NO_LINES;
  const applied = lab.playback.applied.value;
  const written = lines.filter(({ at }) => at < applied).length;
  const current = Math.floor(Math.max(written - 1, 0) / CHUNK);
  const [begin, end] = [Math.max(current - AROUND, 0) * CHUNK, Math.min((current + AROUND + 1) * CHUNK, lines.length)];
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const latest = list.current?.querySelector<HTMLElement>(".latest") ?? list.current?.querySelector("li");
    if (latest != null) scrollIn(list.current!, latest);
  }, [written]);
  return (
    <section class="console" aria-label="Console">
      <h2>Console</h2>
      {lab.timeline.value !== null && lines.length === 0 && <p class="empty">The program writes nothing.</p>}
      <ol ref={list} tabIndex={0} aria-label="Lines">
        {begin > 0 && <Further count={begin} lab={lab} line={lines[begin - 1]!} which="earlier" />}
        {Array.from({ length: Math.ceil((end - begin) / CHUNK) }, (_, chunk) => {
          const first = begin + chunk * CHUNK;
          // One more than its length if all are written and the latest line is in a later chunk.
          const own = Math.min(Math.max(written - first, 0), CHUNK + 1);
          return <Lines key={first} first={first} lab={lab} lines={lines} written={own} />;
        })}
        {end < lines.length && <Further count={lines.length - end} lab={lab} line={lines[end]!} which="later" />}
      </ol>
    </section>
  );
}

/** The lines of a chunk. While the place moves, only the chunk that it moves through is rendered again. */
const Lines = memo(function Lines({ first, lab, lines, written }: { first: number; lab: Lab; lines: readonly Line[]; written: number }) {
  return (
    <>
      {lines.slice(first, first + CHUNK).map(({ at, task, text, time }, i) => (
        <li key={at} class={i < written ? (i === written - 1 ? "latest" : "") : "future-line"}>
          <button type="button" onClick={() => lab.playback.seekEvent(at)} title="Shows this moment">
            <time>{clockText(time)}</time>
            <span class="text">{text}</span>
            <span class="task">{task?.name ?? ""}</span>
          </button>
        </li>
      ))}
    </>
  );
});

/** Stands for the lines that are not in the list, because a browser is slow with many. Leads to the first or last of them. */
function Further({ count, lab, line, which }: { count: number; lab: Lab; line: Line; which: "earlier" | "later" }) {
  return (
    <li class="further">
      <button type="button" onClick={() => lab.playback.seekEvent(line.at)}>
        {count.toLocaleString("en")} {which} {count === 1 ? "line" : "lines"}
      </button>
    </li>
  );
}

/** Scrolls only the list, never the page. */
function scrollIn(list: HTMLElement, item: HTMLElement): void {
  const top = item.offsetTop - list.offsetTop;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + item.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = top + item.offsetHeight - list.clientHeight;
}
