import { replay } from "@asyncio-ts/testing";
import { type Recording, record, warnings } from "@asyncio-ts/trace";
import { type EventLoop, reportNeverAwaited, setEventLoop } from "asyncio-ts";
import type { RunOutcome, RunRecord } from "../protocol/run-record.ts";
import type { RunRequest } from "../protocol/run-request.ts";
import { errorText, withoutFiles } from "./error-text.ts";
import { Observer } from "./observer.ts";
import { newVirtualLoop, Program, runMainOn } from "./program.ts";
import { withoutCleanUp } from "./clean-up.ts";

/** Some 10 events a step. */
const CAPACITY = 2 ** 18;

/** Receives news of a run. */
export interface RunListener {
  /** The program begins. */
  began(): void;
  /** The program has ended, or has reached its last step. */
  ended(): void;
  /** A step begins, before which so many have ended. */
  step(step: number): void;
  /** The run has reached its last step. Called in the run, so that a step that never ends changes nothing. */
  stopped(record: RunRecord): void;
}

interface Observed {
  readonly loop: EventLoop;
  readonly recording: Recording;
  readonly observer: Observer;
}

/** Records one run of a program: on virtual time, in asyncio's order or under a schedule. */
class RecordedRun {
  readonly #request: RunRequest;
  readonly #listener: RunListener;
  readonly #observed: Observed[] = [];

  constructor(request: RunRequest, listener: RunListener) {
    this.#request = request;
    this.#listener = listener;
  }

  async run(): Promise<RunRecord> {
    const { schedule, source } = this.#request;
    const program = await Program.load(source);
    this.#listener.began();
    try {
      if (schedule === null) await this.#inOrder(program);
      else this.#scheduled(program, schedule);
      return this.#record({ kind: "finished" });
    } catch (error) {
      return this.#record({ kind: "failed", message: errorText(error) });
    }
  }

  async #inOrder(program: Program): Promise<void> {
    let loop: EventLoop = this.#observe(newVirtualLoop());
    let latestRun: unknown;
    setEventLoop(loop);
    try {
      await program.start((main, options) => {
        if (loop.isClosed()) loop = this.#observe(newVirtualLoop({ start: loop.time() }));
        latestRun = runMainOn(main, options?.loop === undefined ? loop : this.#observe(options.loop));
        return latestRun;
      });
      // A program may call `run` without `await`.
      while (loop.isRunning()) await latestRun;
      // The host reports rejections that nothing handles in a turn of its own, which may follow the next one.
      for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setTimeout(resolve));
    } finally {
      loop.close();
      reportNeverAwaited();
      setEventLoop(null);
    }
  }

  #scheduled(program: Program, schedule: string): void {
    replay(() => program.main(), schedule, { onLoop: (loop) => this.#observe(loop) });
  }

  #observe<L extends EventLoop>(loop: L): L {
    if (this.#observed.some((observed) => observed.loop === loop)) return loop;
    const recording = record(loop, { capacity: CAPACITY });
    const observer = new Observer(loop, this.#request, {
      step: (step) => this.#listener.step(step),
      limit: (task) => this.#listener.stopped(inStep(this.#record({ kind: "stopped", message: "" }), task)),
    });
    this.#observed.push({ loop, recording, observer });
    return loop;
  }

  /** Returns the record of the loop that did most. */
  #record(outcome: RunOutcome): RunRecord {
    this.#listener.ended();
    const records = this.#observed.map(({ recording, observer }): RunRecord => {
      recording.stop();
      const { began, ended, events, tasks } = recording;
      const found = warnings(recording).map(({ message, task }) => ({ message: withoutFiles(message), task: task?.id ?? null }));
      return withoutCleanUp({ began, ended, events, tasks, suspensions: observer.suspensions, warnings: found, outcome });
    });
    const none: RunRecord = { began: 0, ended: 0, events: [], tasks: [], suspensions: [], warnings: [], outcome };
    return records.reduce((most, record) => (record.events.length > most.events.length ? record : most), none);
  }
}

/** Returns the record of a run that was ended at the begin of a step of a task; null is a callback. */
function inStep(record: RunRecord, task: number | null): RunRecord {
  const unit = record.tasks.find(({ id }) => id === task) ?? null;
  const message = `The run was ended in a step of ${unit?.name ?? "a callback"}`;
  const begin = { kind: "stepBegan", time: record.ended, unit, by: null, on: null } as const;
  return { ...record, events: [...record.events, begin], outcome: { kind: "stopped", message } };
}

/**
 * Runs a program on virtual time, and records it.
 *
 * @throws SyntaxError if the program cannot be parsed
 * @throws Error if it imports a module that the lab does not have
 */
export function recordRun(request: RunRequest, listener: RunListener): Promise<RunRecord> {
  return new RecordedRun(request, listener).run();
}
