import type { ChoiceKind, Runnable } from "@asyncio-ts/loop";
import { stepEnd, stepName } from "./step-name.ts";

/** The rows shown before the first difference of two traces, and at most in all. */
const CONTEXT = 8;
const MOST_ROWS = 60;

/** The steps of one run in words. */
export class Trace {
  /** One line a step: its time, its name, and how it ended. */
  readonly lines: string[] = [];
  /** The deviations in words. */
  readonly deviations: string[] = [];
  readonly #time: () => number;
  #latest: Runnable | null = null;
  /** The deadline that the clock has reached early, until the next step begins. */
  #early: number | null = null;

  /** @param time the clock of the loop */
  constructor(time: () => number) {
    this.#time = time;
  }

  /** Records a choice. `step` is the number of the next step. */
  chose(step: number, kind: ChoiceKind, alternatives: readonly unknown[], taken: number): void {
    if (taken === 0) return;
    if (kind === "time") {
      this.#early = alternatives[1] as number;
      return;
    }
    const [first, chosen] = [alternatives[0], alternatives[taken]].map((runnable) => stepName(runnable as Runnable));
    this.deviations.push(`step ${step}: ${chosen} ran before ${first}`);
  }

  /** Records that a step begins. */
  began(step: number, runnable: Runnable): void {
    this.endLatest();
    const name = stepName(runnable);
    if (this.#early !== null) {
      this.deviations.push(`step ${step}: the clock reached ${formatTime(this.#early)} before ${name} ran`);
      this.#early = null;
    }
    this.lines.push(`${formatTime(this.#time())}  ${name}`);
    this.#latest = runnable;
  }

  /** Records how the latest step ended. */
  endLatest(): void {
    const end = this.#latest === null ? "" : stepEnd(this.#latest);
    if (end !== "") this.lines[this.lines.length - 1] += `: ${end}`;
    this.#latest = null;
  }

  /** Returns the number of the first line that differs from another trace, from 0; null if none does. */
  differsAt(other: Trace): number | null {
    const length = Math.max(this.lines.length, other.lines.length);
    for (let i = 0; i < length; i++) if (this.lines[i] !== other.lines[i]) return i;
    return null;
  }

  /** Returns this trace beside that of the FIFO run, from shortly before the first difference. */
  beside(fifo: Trace): string {
    const first = this.differsAt(fifo) ?? 0;
    const from = Math.max(0, first - CONTEXT);
    const to = Math.min(Math.max(this.lines.length, fifo.lines.length), from + MOST_ROWS);
    const left = fifo.lines.slice(from, to);
    const width = Math.max(12, ...left.map((line) => line.length));
    const rows = [`${"step".padStart(5)}    ${"FIFO".padEnd(width)}   this schedule`];
    if (from > 0) rows.push(`${"".padStart(5)}    (${from} equal steps)`);
    for (let i = from; i < to; i++) {
      const [before, after] = [fifo.lines[i] ?? "", this.lines[i] ?? ""];
      rows.push(`${String(i + 1).padStart(5)}  ${before === after ? " " : "*"} ${before.padEnd(width)}   ${after}`.trimEnd());
    }
    const left_ = Math.max(this.lines.length, fifo.lines.length) - to;
    if (left_ > 0) rows.push(`${"".padStart(5)}    (${left_} more steps)`);
    return rows.join("\n");
  }
}

function formatTime(ms: number): string {
  return `${Number(ms.toFixed(3))} ms`;
}
