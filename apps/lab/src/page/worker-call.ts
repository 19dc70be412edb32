import { events } from "@asyncio-ts/promise";
import { type Coroutine, timeout, TimeoutError } from "asyncio-ts";
import type { ExplorationResult, Response } from "../protocol/response.ts";
import type { RunRecord } from "../protocol/run-record.ts";
import type { ExploreRequest, Request, RunRequest } from "../protocol/run-request.ts";

/** Milliseconds in which the worker must load its modules, and make the record of a run that has ended. */
const OWN_WORK = 20_000;
/** Milliseconds that a step may take, or the text outside steps. */
const RUNNING = 2000;
/** Milliseconds between two steps, in a run that looks for the step that never ends. */
const STEPPING = 700;
/** Milliseconds that an exploration may take. */
const EXPLORING = 30_000;

/** A worker with one request. Closing it ends also a program that never yields. */
class WorkerCall {
  readonly #worker = new Worker(new URL("../worker/worker.ts", import.meta.url), { type: "module" });
  readonly #messages = events<MessageEvent<Response>>(this.#worker, "message", { overflow: "unbounded" });

  constructor(request: Request) {
    this.#worker.postMessage(request);
  }

  /** Returns the next message. @throws TimeoutError if there is none within `ms` */
  *next(ms: number): Coroutine<Response> {
    const { value } = yield* timeout(ms, () => this.#messages.next());
    const response = (value as MessageEvent<Response>).data;
    if (response.kind === "refused") throw new Error(response.message);
    return response;
  }

  /** Returns the record of a run. @throws TimeoutError if the program does not end in time */
  *record(): Coroutine<RunRecord> {
    yield* this.next(OWN_WORK);
    while ((yield* this.next(RUNNING)).kind === "step");
    return ((yield* this.next(OWN_WORK)) as Response & { kind: "recorded" }).record;
  }

  close(): void {
    this.#messages[Symbol.dispose]();
    this.#worker.terminate();
  }
}

/**
 * Runs a program in a worker, and returns its record. A run that hangs is repeated up to the step that does not end.
 *
 * @throws Error if the program cannot be run
 */
export function* recordInWorker(request: RunRequest): Coroutine<RunRecord> {
  const call = new WorkerCall(request);
  try {
    return stopped(yield* call.record(), `after ${request.maxSteps.toLocaleString("en")} steps`);
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
  } finally {
    call.close();
  }
  return yield* recordUntilStuck(request);
}

function* recordUntilStuck(request: RunRequest): Coroutine<RunRecord> {
  const step = yield* findStuckStep(request);
  if (step === null) throw new Error(`the program was ended, because it had done nothing for ${RUNNING / 1000} s`);
  const call = new WorkerCall({ ...request, maxSteps: step });
  try {
    return stopped(yield* call.record(), `which had taken ${RUNNING / 1000} s`);
  } finally {
    call.close();
  }
}

/** Adds to the record of a run that was ended why it was. */
function stopped(record: RunRecord, reason: string): RunRecord {
  const { kind, ...outcome } = record.outcome;
  return "message" in outcome && kind === "stopped" ? { ...record, outcome: { kind, message: `${outcome.message}, ${reason}` } } : record;
}

/** Returns the number of steps before the step that does not end. */
function* findStuckStep(request: RunRequest): Coroutine<number | null> {
  const call = new WorkerCall({ ...request, announceSteps: true });
  let step: number | null = null;
  try {
    yield* call.next(OWN_WORK);
    while (true) {
      const response = yield* call.next(STEPPING);
      // It has ended this time: the run was slow, and did not hang.
      if (response.kind !== "step") return null;
      step = response.step;
    }
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    return step;
  } finally {
    call.close();
  }
}

/**
 * Explores the schedules of a program in a worker.
 *
 * @throws Error if the program cannot be explored, or not in time
 */
export function* exploreInWorker(request: ExploreRequest): Coroutine<ExplorationResult> {
  const call = new WorkerCall(request);
  try {
    yield* call.next(OWN_WORK);
    return ((yield* call.next(EXPLORING)) as Response & { kind: "explored" }).result;
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    throw new Error(`the exploration was ended, because it had taken ${EXPLORING / 1000} s`, { cause: error });
  } finally {
    call.close();
  }
}
