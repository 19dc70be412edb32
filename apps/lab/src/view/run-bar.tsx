import type { ComponentChildren } from "preact";
import type { Lab } from "../page/lab.ts";
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

function Outcome({ lab }: { lab: Lab }) {
  const record = lab.timeline.value?.record;
  if (lab.work.value === "running" || record === undefined) return <Status>{lab.work.value === "running" ? "Running…" : ""}</Status>;
  const { outcome } = record;
  if (outcome.kind === "finished") return <Status>The program ends normally, after {clockText(record.ended - record.began)}</Status>;
  const [first, ...rest] = outcome.message.split("\n");
  return (
    <div class={`outcome ${outcome.kind}`} role="status">
      {rest.length === 0 ? (
        <p>{first}</p>
      ) : (
        <details>
          <summary>{first}</summary>
          <pre>{rest.join("\n")}</pre>
        </details>
      )}
    </div>
  );
}

function Status({ children }: { children: ComponentChildren }) {
  return (
    <p class="outcome" role="status">
      {children}
    </p>
  );
}

function Schedules({ lab }: { lab: Lab }) {
  const exploration = lab.exploration.value;
  const schedule = lab.schedule.value;
  if (lab.work.value === "exploring")
    return (
      <p class="schedules" role="status">
        Exploring schedules…
      </p>
    );
  if (exploration?.kind === "passed") {
    const count = exploration.schedules.toLocaleString("en");
    return (
      <p class="schedules" role="status">
        {exploration.schedules === 1
          ? "There is only one schedule, and it passes"
          : `${count} schedules pass${exploration.complete ? ": all there are" : ""}`}
      </p>
    );
  }
  const failing = exploration?.found.schedule ?? schedule;
  if (failing === null || failing === undefined) return null;
  return (
    <div class="schedules">
      <div class="switch" role="group" aria-label="Schedule">
        <button type="button" aria-pressed={schedule === null} onClick={() => lab.follow(null)}>
          asyncio’s order
        </button>
        <button type="button" aria-pressed={schedule !== null} onClick={() => lab.follow(failing)}>
          Failing schedule
        </button>
      </div>
      <p>
        {exploration !== null && `Found as schedule ${exploration.found.schedules}. `}
        <code>{failing}</code>
      </p>
      {exploration !== null && schedule !== null && (
        <ul>
          {exploration.found.deviations.map((deviation) => (
            <li key={deviation}>{deviation}</li>
          ))}
        </ul>
      )}
    </div>
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
