import { threadId } from "node:worker_threads";
import { expect, test } from "vitest";
import { runCoroutineThreadsafe, toThread } from "@asyncio-ts/node";
import { createTask, getRunningLoop, run, sleep, TimeoutError } from "@asyncio-ts/tasks";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { runBlocking } from "./deadline.ts";

const url = new URL("./asks-loop.js", import.meta.url);

// CPython: test_tasks.test_run_coroutine_threadsafe
// CPython: test_free_threading.test_run_coroutine_threadsafe
test("a job runs a coroutine on the loop that has submitted it, in that loop's thread", async () => {
  const { loop, job } = await run(() => toThread<{ loop: number; job: number }>(url, "reportsTwice"));
  expect(loop).toBe(threadId);
  expect(job).not.toBe(threadId);
});

test("an async function awaits the future", async () => {
  expect(await run(() => toThread(url, "reportsOnce"))).toBe(threadId);
});

// CPython: test_tasks.test_run_coroutine_threadsafe_with_exception
// CPython: test_free_threading.test_run_coroutine_threadsafe_exception
test("the error of the coroutine reaches the job", async () => {
  await run(function* () {
    expect(yield* thrown(toThread(url, "asksForFailure"))).toEqual(new RangeError("from the loop"));
  });
});

// CPython: test_tasks.test_run_coroutine_threadsafe_with_timeout
test("cancelling the future in the thread cancels the task of the loop", async () => {
  await run(function* () {
    expect(yield* thrown(toThread(url, "givesUp"))).toBeInstanceOf(TimeoutError);
  });
});

// CPython: test_tasks.test_run_coroutine_threadsafe_task_cancelled
test("a job that is cancelled cancels the coroutine that it waits for", async () => {
  await run(function* () {
    const job = createTask(toThread(url, "givesUp"));
    yield* sleep(5);
    job.cancel();
    yield* thrown(job);
  });
});

// CPython: test_tasks.test_run_coroutine_threadsafe_task_factory_exception
test("the error of the loop's task factory reaches the job", async () => {
  await run(function* () {
    const job = createTask(toThread(url, "reportsOnce"));
    yield* sleep(0);
    getRunningLoop().setTaskFactory(() => {
      throw new RangeError("no tasks today");
    });
    expect(yield* thrown(job)).toEqual(new RangeError("no tasks today"));
    getRunningLoop().setTaskFactory(null);
  });
});

test("only coroutine functions are run, and only for jobs of executors", async () => {
  await run(function* () {
    expect((yield* thrown(toThread(url, "asksForFunction"))).message).toContain(
      "reportsOnce of asks-loop.js: a coroutine was expected, got ",
    );
  });
  expect(() => runCoroutineThreadsafe({ url, name: "report" })).toThrow("must be called by a job of a ThreadPoolExecutor in its thread");
});

test("a job of a BlockingLoop is told that its loop cannot run coroutines", () => {
  runBlocking(function* () {
    expect((yield* thrown(toThread(url, "reportsTwice"))).message).toContain("the job was submitted on a BlockingLoop");
  });
});
