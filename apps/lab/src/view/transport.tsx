import type { Lab } from "../page/lab.ts";
import { clockText } from "../timeline/clock-text.ts";
import { Icon } from "./icon.tsx";

const SPEEDS = [0.25, 0.5, 1, 2, 4];

/** Play, pause, step, speed, and the place in the run. */
export function Transport({ lab }: { lab: Lab }) {
  const { playback } = lab;
  const isPlaying = playback.isPlaying.value;
  const isEmpty = lab.timeline.value === null;
  return (
    <div class="transport" role="group" aria-label="Playback">
      <button type="button" class="square" aria-label="To the start" title="Home" disabled={isEmpty} onClick={() => playback.seek(0)}>
        <Icon name="start" />
      </button>
      <button type="button" class="square" aria-label="One step back" title="←" disabled={isEmpty} onClick={() => playback.previousStep()}>
        <Icon name="previous" />
      </button>
      <button
        type="button"
        class="square primary"
        aria-label={isPlaying ? "Pause" : "Play"}
        title="Space"
        disabled={isEmpty}
        onClick={() => playback.toggle()}
      >
        <Icon name={isPlaying ? "pause" : "play"} />
      </button>
      <button type="button" class="square" aria-label="One step" title="→" disabled={isEmpty} onClick={() => playback.nextStep()}>
        <Icon name="next" />
      </button>
      <Scrubber lab={lab} />
      <label class="speed">
        <span class="visually-hidden">Speed</span>
        <select value={playback.speed.value} onChange={(event) => (playback.speed.value = Number(event.currentTarget.value))}>
          {SPEEDS.map((speed) => (
            <option key={speed} value={speed}>{`${speed} ×`}</option>
          ))}
        </select>
      </label>
    </div>
  );
}

function Scrubber({ lab }: { lab: Lab }) {
  const { playback } = lab;
  const timeline = lab.timeline.value;
  const time = clockText(playback.time.value);
  const end = timeline === null ? "" : clockText(timeline.record.ended);
  const step = timeline === null ? 0 : timeline.stepEnds.filter((at) => at < playback.applied.value).length;
  const steps = timeline?.stepEnds.length ?? 0;
  return (
    <>
      <input
        type="range"
        aria-label="Place in the run"
        aria-valuetext={`${time}, after step ${step} of ${steps}`}
        min={0}
        max={timeline?.axis.width ?? 1}
        step="any"
        value={playback.place.value}
        style={{ "--played": `${(100 * playback.place.value) / (timeline?.axis.width ?? 1)}%` }}
        onInput={(event) => playback.seek(event.currentTarget.valueAsNumber)}
      />
      <div class="reading" title="Time of the loop, and steps of tasks">
        <b>{time}</b>
        <span> / {end}</span>
        <small>
          step {step} / {steps}
        </small>
      </div>
    </>
  );
}
