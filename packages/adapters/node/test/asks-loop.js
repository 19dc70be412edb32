// Jobs that run coroutines on the loop that has submitted them, and those coroutines.
import { threadId } from "node:worker_threads";
import { runCoroutineThreadsafe } from "@asyncio-ts/node";
import { sleep, waitFor } from "@asyncio-ts/tasks";

const url = import.meta.url;

/** The progress that jobs report. Each thread has a module of its own, and only the loop's is used. */
export const progress = [];

export function* report(line) {
  yield* sleep(1);
  progress.push(line);
  return threadId;
}

export function* fails() {
  yield* sleep(1);
  throw new RangeError("from the loop");
}

export function* waitsForEver() {
  try {
    yield* sleep(60_000);
  } finally {
    progress.push("cancelled");
  }
}

export function* reportsTwice() {
  const first = yield* runCoroutineThreadsafe({ url, name: "report", args: ["half"] });
  yield* runCoroutineThreadsafe({ url, name: "report", args: ["done"] });
  return { loop: first, job: threadId };
}

/** Async functions await the future. */
export async function reportsOnce() {
  return await runCoroutineThreadsafe({ url, name: "report", args: ["async"] });
}

export function* asksForFailure() {
  yield* runCoroutineThreadsafe({ url, name: "fails" });
}

export function* givesUp() {
  yield* waitFor(runCoroutineThreadsafe({ url, name: "waitsForEver" }), 20);
}

export function* asksForFunction() {
  yield* runCoroutineThreadsafe({ url, name: "reportsOnce" });
}
