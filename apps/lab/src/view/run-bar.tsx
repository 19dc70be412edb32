import type { Lab } from "../page/lab.ts";
import type { ExplorationResult } from "../protocol/response.ts";
import type { RunRecord } from "../protocol/run-record.ts";
import { clockText } from "../timeline/clock-text.ts";

/** How the run ended, which schedule it followed, and what an exploration has found. */
export function RunBar({ lab }: { lab: Lab }) {
  return (
    <div class="run-bar">
      <Outcome lab={lab} />
      <Schedules lab={lab} />
      <Cancellations lab={lab} />
    </div>
  );
}

/** The element is there from the start, because screen readers announce only the changes of a status. */
function Outcome({ lab }: { lab: Lab }) {
  const record = lab.timeline.value?.record;
  const isRunning = lab.work.value === "running";
  return (
    <div class={`outcome ${isRunning || record === undefined ? "" : record.outcome.kind}`} role="status">
      {isRunning ? <p>Running…</p> : record !== undefined && <Ending record={record} />}
    </div>
  );
}

function Ending({ record: { began, ended, outcome } }: { record: RunRecord }) {
  if (outcome.kind === "finished") return <p>The program ends normally, after {clockText(ended - began)}</p>;
  const [first, ...rest] = outcome.message.split("\n");
  if (rest.length === 0) return <p>{first}</p>;
  return (
    <details>
      <summary>{first}</summary>
      <pre>{rest.join("\n")}</pre>
    </details>
  );
}

function Schedules({ lab }: { lab: Lab }) {
  const isExploring = lab.work.value === "exploring";
  return (
    <div class="schedules">
      <p role="status">{isExploring ? "Exploring schedules…" : foundText(lab.exploration.value)}</p>
      {!isExploring && <ScheduleChoice lab={lab} />}
    </div>
  );
}

/** Returns what an exploration has found, in words. */
function foundText(exploration: ExplorationResult | null): string {
  if (exploration === null) return "";
  if (exploration.kind === "found") return `Found as schedule ${exploration.found.schedules}`;
  const count = exploration.schedules.toLocaleString("en");
  if (exploration.schedules === 1) return "There is only one schedule, and it passes";
  return `${count} schedules pass${exploration.complete ? ": all there are" : ""}`;
}

function ScheduleChoice({ lab }: { lab: Lab }) {
  const exploration = lab.exploration.value;
  const schedule = lab.schedule.value;
  const found = exploration?.kind === "found" ? exploration.found : null;
  const failing = found?.schedule ?? schedule;
  if (failing === null) return null;
  return (
    <>
      <div class="switch" role="group" aria-label="Schedule">
        <button type="button" aria-pressed={schedule === null} onClick={() => lab.follow(null)}>
          asyncio’s order
        </button>
        <button type="button" aria-pressed={schedule !== null} onClick={() => lab.follow(failing)}>
          Failing schedule
        </button>
      </div>
      <code>{failing}</code>
      {found !== null && schedule !== null && (
        <ul>
          {found.deviations.map((deviation) => (
            <li key={deviation}>{deviation}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function Cancellations({ lab }: { lab: Lab }) {
  const count = lab.interventions.value.length;
  if (count === 0) return null;
  return (
    <p class="cancellations">
      {count === 1 ? "With a cancellation of yours" : `With ${count} cancellations of yours`}
      <button type="button" onClick={() => lab.takeBack()}>
        Take back
      </button>
    </p>
  );
}
