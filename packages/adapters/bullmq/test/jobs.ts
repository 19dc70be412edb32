// The module that the workers of the tests serve. Each run leaves lines in a file, which survives the death of its process.
import { appendFileSync } from "node:fs";
import { currentJob } from "@asyncio-ts/bullmq";
import { CancelledError, type Coroutine, InvalidStateError, sleep, TimeoutError } from "@asyncio-ts/tasks";
import { UnrecoverableError } from "bullmq";

function log(event: string): void {
  appendFileSync(process.env["JOB_LOG"]!, `${event} ${currentJob()!.id}\n`);
}

export function* add(a: number, b: number): Coroutine<number> {
  return a + b;
}

/** Sleeps, and cleans up when it is cancelled. */
export function* nap(ms: number, cleanUp = 20): Coroutine<string> {
  log("began");
  try {
    yield* sleep(ms);
    log("ended");
    return `slept ${ms}`;
  } catch (error) {
    yield* sleep(cleanUp);
    log("cleaned");
    throw error;
  }
}

/** Goes on when it is cancelled. */
export function* stubborn(ms: number): Coroutine<string> {
  log("began");
  for (;;) {
    try {
      yield* sleep(ms);
      return "done";
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      log("survived");
    }
  }
}

/** Blocks the thread. */
export function* block(ms: number): Coroutine<string> {
  log("began");
  const end = Date.now() + ms;
  while (Date.now() < end);
  return "blocked";
}

export function* countTo(n: number): Coroutine<number> {
  for (let i = 1; i <= n; i++) yield* currentJob()!.reportProgress(i);
  return n;
}

export function* result(kind: "undefined" | "null" | "bigint" | "large" | "date"): Coroutine<unknown> {
  if (kind === "large") return "x".repeat(20_000);
  return { undefined, null: null, bigint: 1n, date: new Date(0) }[kind];
}

export function* attempt(succeedsAt: number): Coroutine<number> {
  log("began");
  const number = currentJob()!.attempt;
  if (number < succeedsAt) throw new Error(`attempt ${number}`);
  return number;
}

/** Fails at first, then sleeps. */
export function* failThenNap(ms: number): Coroutine<string> {
  if (currentJob()!.attempt === 1) throw new Error("the first attempt");
  return yield* nap(ms);
}

class QuotaError extends RangeError {
  readonly code = "EQUOTA";
  readonly limit = 3;
  override readonly name = "QuotaError";
}

export function* fail(kind: string): Coroutine<never> {
  log("began");
  const cause = new AggregateError([new TimeoutError("late"), new TypeError("odd")], "both");
  const errors: Record<string, unknown> = {
    subclass: new QuotaError("too much", { cause }),
    ours: new InvalidStateError("not done"),
    large: Object.assign(new RangeError("too much detail"), { detail: "x".repeat(20_000) }),
    text: "just a text",
    null: null,
    final: new UnrecoverableError("never again"),
    cancelled: new CancelledError("gave up"),
  };
  throw errors[kind];
}

export async function promised(value: number): Promise<number> {
  return value;
}

export const constant = 42;
