import type { Lab } from "../page/lab.ts";
import { clockText } from "../timeline/clock-text.ts";
import { callText, programLine } from "../timeline/program-line.ts";
import { describeView, type Lane, viewOf } from "../timeline/task-view.ts";
import type { Timeline } from "../timeline/timeline.ts";

/** The selected task at the place shown; without one, a legend. */
export function TaskPane({ lab }: { lab: Lab }) {
  const timeline = lab.timeline.value;
  const lane = timeline?.lanes.get(lab.selected.value ?? -1);
  return (
    <section class="task-pane" aria-label="Task">
      {timeline === null || lane === undefined ? <Legend lab={lab} /> : <Details lab={lab} lane={lane} timeline={timeline} />}
    </section>
  );
}

function Details({ lab, lane, timeline }: { lab: Lab; lane: Lane; timeline: Timeline }) {
  const { task } = lane;
  const applied = lab.playback.applied.value;
  const view = viewOf(lane, applied);
  const isAlive = "span" in view;
  const stack = view.state === "waiting" ? (timeline.suspensionAt(task.id, applied)?.stack ?? []) : [];
  return (
    <>
      <h2>
        {task.name}
        <button type="button" class="square plain" aria-label="Close the task" onClick={() => close(lab)}>
          ×
        </button>
      </h2>
      <p class="view">
        <i class={`dot ${view.state}`} /> {describeView(view)}
        {isAlive && view.state === "waiting" && `, since ${clockText(view.span.from)}`}
      </p>
      <dl>
        <dt>created</dt>
        <dd>
          {task.spawned === null ? "before the recording" : `at ${clockText(task.spawned)}`}
          {task.parent !== null && ` by ${task.parent.name}`}
        </dd>
        {task.finished !== null && applied > lane.done && (
          <>
            <dt>ended</dt>
            <dd>at {clockText(task.finished)}</dd>
          </>
        )}
      </dl>
      {stack.length > 0 && (
        <>
          <h3>Suspended in</h3>
          <ol class="stack">
            {stack.map((call, i) => (
              <li key={i}>
                <button type="button" disabled={programLine(call) === null} onClick={() => (lab.shownLine.value = programLine(call))}>
                  {callText(call)}
                </button>
              </li>
            ))}
          </ol>
        </>
      )}
      {isAlive && (
        <button type="button" class="cancel" onClick={() => lab.cancelTask(task.id)}>
          Cancel it at {clockText(lab.playback.time.value)}
        </button>
      )}
    </>
  );
}

/** Closes the pane, and leaves the focus at the task in the tree. */
function close(lab: Lab): void {
  document.querySelector<HTMLElement>('.names [aria-pressed="true"]')?.focus({ preventScroll: true });
  lab.selected.value = null;
}

function Legend({ lab }: { lab: Lab }) {
  const warnings = lab.timeline.value?.record.warnings ?? [];
  return (
    <>
      <h2>Tasks</h2>
      <ul class="legend">
        <li>
          <i class="mark running" /> runs a step
        </li>
        <li>
          <i class="mark ready" /> is ready to run
        </li>
        <li>
          <i class="mark waiting" /> waits
        </li>
        <li>
          <i class="mark woken" /> wakes another task
        </li>
        <li>
          <i class="mark spawned" /> creates a task
        </li>
        <li>
          <i class="mark cancelled" /> cancels a task
        </li>
      </ul>
      <p class="hint">
        Select a task for its stack and what it waits for, and to cancel it. On virtual time steps take none, so each has the same width
        here.
      </p>
      {warnings.length > 0 && (
        <>
          <h3>Warnings</h3>
          <ul class="warnings">
            {warnings.map(({ message, task }) => (
              <li key={message}>
                <button type="button" disabled={task === null} onClick={() => (lab.selected.value = task)}>
                  {message}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
