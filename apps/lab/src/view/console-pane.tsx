import { useEffect, useRef } from "preact/hooks";
import type { Lab } from "../page/lab.ts";
import { clockText } from "../timeline/clock-text.ts";

/** The lines that the program writes. Those after the place shown are pale. */
export function ConsolePane({ lab }: { lab: Lab }) {
  const lines = lab.timeline.value?.lines ?? [];
  const applied = lab.playback.applied.value;
  const written = lines.filter(({ at }) => at < applied).length;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const latest = list.current?.children[Math.max(written - 1, 0)];
    if (latest instanceof HTMLElement) scrollIn(list.current!, latest);
  }, [written]);
  return (
    <section class="console" aria-label="Console">
      <h2>Console</h2>
      {lab.timeline.value !== null && lines.length === 0 && <p class="empty">The program writes nothing.</p>}
      <ol ref={list} tabIndex={0} aria-label="Lines">
        {lines.map(({ at, task, text, time }, i) => (
          <li key={at} class={i < written ? (i === written - 1 ? "latest" : "") : "future-line"}>
            <button type="button" onClick={() => lab.playback.seekEvent(at)} title="Shows this moment">
              <time>{clockText(time)}</time>
              <span class="text">{text}</span>
              <span class="task">{task?.name ?? ""}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Scrolls only the list, never the page. */
function scrollIn(list: HTMLElement, item: HTMLElement): void {
  const top = item.offsetTop - list.offsetTop;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (top + item.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = top + item.offsetHeight - list.clientHeight;
}
