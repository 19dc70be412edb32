import { events } from "@asyncio-ts/promise";
import { type Coroutine, timeout, TimeoutError } from "asyncio-ts";
import type { ExplorationResult, Response } from "../protocol/response.ts";
import type { RunRecord } from "../protocol/run-record.ts";
import type { ExploreRequest, Request, RunRequest } from "../protocol/run-request.ts";

/** Milliseconds in which the worker must load its modules. */
const LOADING = 20_000;
/** Milliseconds that a program may take. On virtual time, few take more than some of them. */
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
    yield* call.next(LOADING);
    const response = yield* call.next(RUNNING);
    return (response as Response & { kind: "recorded" }).record;
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
  } finally {
    call.close();
  }
  return yield* recordUntilStuck(request);
}

function* recordUntilStuck(request: RunRequest): Coroutine<RunRecord> {
  const step = yield* findStuckStep(request);
  if (step === null) throw new Error(`the program was ended after ${RUNNING / 1000} s, outside a step of the loop`);
  const call = new WorkerCall({ ...request, maxSteps: step });
  try {
    yield* call.next(LOADING);
    const { record } = (yield* call.next(RUNNING)) as Response & { kind: "recorded" };
    const message = record.outcome.kind === "stopped" ? record.outcome.message : "The run was ended";
    return { ...record, outcome: { kind: "stopped", message: `${message}, which had taken ${RUNNING / 1000} s` } };
  } finally {
    call.close();
  }
}

/** Returns the number of steps before the step that does not end. */
function* findStuckStep(request: RunRequest): Coroutine<number | null> {
  const call = new WorkerCall({ ...request, announceSteps: true });
  let step: number | null = null;
  try {
    yield* call.next(LOADING);
    while (true) {
      const response = yield* call.next(STEPPING);
      if (response.kind === "step") step = response.step;
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
 * @throws TimeoutError if that takes too long
 * @throws Error if the program cannot be explored
 */
export function* exploreInWorker(request: ExploreRequest): Coroutine<ExplorationResult> {
  const call = new WorkerCall(request);
  try {
    yield* call.next(LOADING);
    return ((yield* call.next(EXPLORING)) as Response & { kind: "explored" }).result;
  } finally {
    call.close();
  }
}
