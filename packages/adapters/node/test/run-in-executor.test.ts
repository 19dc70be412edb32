import { hostWorkHeld } from "@asyncio-ts/loop/lowlevel";
import { type Executor, runInExecutor, setDefaultExecutor, type Settle, shutdownDefaultExecutor } from "@asyncio-ts/node";
import { CancelledError, createTask, getRunningLoop, isFuture, sleep } from "@asyncio-ts/tasks";
import { HostVirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { expect, test as plain } from "vitest";

/** An executor with jobs that the test settles. */
class ManualExecutor implements Executor<string> {
  readonly jobs: { job: string; settle: Settle<any>; cancels: unknown[] }[] = [];
  readonly shutdowns: boolean[] = [];

  submit<T>(job: string, settle: Settle<T>): (reason?: unknown) => void {
    if (job === "refused") throw new RangeError("full");
    const cancels: unknown[] = [];
    this.jobs.push({ job, settle, cancels });
    return (reason) => cancels.push(reason);
  }

  *shutdown({ wait }: { wait: boolean }) {
    this.shutdowns.push(wait);
    if (wait) yield* sleep(1000);
  }
}

test("runInExecutor() submits at once, and its future has the result", function* () {
  const executor = new ManualExecutor();
  const future = runInExecutor<string>(executor, "job");
  expect(isFuture(future)).toBe(true);
  expect(executor.jobs[0]!.job).toBe("job");
  getRunningLoop().callLater(10, () => executor.jobs[0]!.settle.result("done"));
  expect(yield* future).toBe("done");
});

test("runInExecutor() throws the error of the job unchanged", function* () {
  const executor = new ManualExecutor();
  const error = new Error("bad luck");
  const future = runInExecutor(executor, "job");
  executor.jobs[0]!.settle.error(error);
  expect(yield* thrown(future)).toBe(error);
});

// CPython: test_events.test_run_in_executor_cancel
test("a cancelled future cancels its job once, and ignores its late end", function* () {
  const executor = new ManualExecutor();
  const task = createTask(function* () {
    yield* runInExecutor(executor, "job");
  });
  yield* sleep(0);
  task.cancel("enough");
  expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
  const [{ settle, cancels }] = executor.jobs as [(typeof executor.jobs)[0]];
  expect(cancels).toEqual(["enough"]);
  settle.result("late");
  settle.error(new Error("later"));
  settle.cancelled();
  expect(cancels).toHaveLength(1);
});

test("a job that settles twice counts once, and is not cancelled afterwards", function* () {
  const executor = new ManualExecutor();
  const future = runInExecutor<number>(executor, "job");
  const { settle, cancels } = executor.jobs[0]!;
  settle.result(1);
  settle.result(2);
  settle.cancelled();
  expect(future.cancel()).toBe(false);
  expect(yield* future).toBe(1);
  expect(cancels).toEqual([]);
});

test("a job that the executor cancels cancels its future, and is not cancelled again", function* () {
  const executor = new ManualExecutor();
  const future = runInExecutor(executor, "job");
  executor.jobs[0]!.settle.cancelled();
  expect(future.cancelled()).toBe(true);
  expect(executor.jobs[0]!.cancels).toEqual([]);
});

test("an error in the cancellation of a job goes to the exception handler", function* () {
  const reports: unknown[] = [];
  getRunningLoop().setExceptionHandler((_, { message, exception }) => reports.push(message, exception));
  const executor: Executor<string> = {
    submit: () => () => {
      throw new Error("cannot");
    },
    *shutdown() {},
  };
  runInExecutor(executor, "job").cancel();
  expect(reports).toEqual(["Exception in the cancellation of a job of runInExecutor", new Error("cannot")]);
});

test("runInExecutor() throws the refusal of the executor, and wrong executors", function* () {
  expect(() => runInExecutor(new ManualExecutor(), "refused")).toThrow(new RangeError("full"));
  expect(() => runInExecutor({} as never, "job")).toThrow("runInExecutor: an executor or null was expected, got an object of class Object");
  const silent = { submit: () => undefined as never, shutdown: new ManualExecutor().shutdown };
  expect(() => runInExecutor(silent, "job")).toThrow("a function of the executor's submit was expected, got undefined");
});

plain("a job is host work until it has settled or was cancelled", async () => {
  const loop = new HostVirtualLoop();
  const executor = new ManualExecutor();
  await loop.runUntilComplete(function* () {
    const [first, second] = [runInExecutor(executor, "a"), runInExecutor(executor, "b")];
    expect(hostWorkHeld(loop)).toHaveLength(2);
    executor.jobs[0]!.settle.result(1);
    yield* first;
    second.cancel();
    expect(hostWorkHeld(loop)).toHaveLength(0);
    expect(() => runInExecutor(executor, "refused")).toThrow("full");
    expect(hostWorkHeld(loop)).toHaveLength(0);
  });
  loop.close();
});

// CPython: test_base_events.test_set_default_executor_error
test("setDefaultExecutor() refuses a value that is no executor", function* () {
  expect(() => setDefaultExecutor(5 as never)).toThrow("setDefaultExecutor: an executor was expected, got 5");
});

// CPython: test_base_events.test_set_default_executor
test("runInExecutor(null) uses the default executor of the loop, until it is shut down", function* () {
  const executor = new ManualExecutor();
  setDefaultExecutor(executor);
  const future = runInExecutor<number>(null, "job");
  executor.jobs[0]!.settle.result(1);
  expect(yield* future).toBe(1);
  yield* shutdownDefaultExecutor();
  expect(executor.shutdowns).toEqual([true]);
  expect(() => runInExecutor(null, "job")).toThrow("the default executor of this loop was shut down");
  yield* shutdownDefaultExecutor();
  expect(executor.shutdowns).toEqual([true]);
});

// CPython: test_base_events.test_shutdown_default_executor_timeout
test("shutdownDefaultExecutor() returns after its timeout, and lets the jobs run on", function* () {
  const executor = new ManualExecutor();
  setDefaultExecutor(executor);
  const reports: string[] = [];
  getRunningLoop().setExceptionHandler((_, { message }) => reports.push(message));
  const start = getRunningLoop().time();
  yield* shutdownDefaultExecutor(100);
  expect(getRunningLoop().time() - start).toBe(100);
  expect(executor.shutdowns).toEqual([true, false]);
  expect(reports).toEqual(["The default executor did not end its jobs within 100 ms"]);
});
