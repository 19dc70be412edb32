import { ContextVar } from "@asyncio-ts/loop";
import { createTask, type Future, run, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";
import { onePass } from "./one-pass.ts";
import { expectReport, reportsOf } from "./reports.ts";

const boom = new Error("boom");

function* fails() {
  yield* sleep(1);
  throw boom;
}

test("rule 9: a task's exception that was never retrieved is reported when the loop closes", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  let task!: Future<unknown>;
  run(
    function* () {
      task = createTask(fails);
      yield* sleep(5);
      expect(reports).toEqual([]);
    },
    { loop },
  );
  expectReport(reports, { message: "Task exception was never retrieved", exception: boom, future: task });
});

// CPython: test_futures.test_future_exception_never_retrieved
test("rule 9: a future's exception that was never retrieved is reported when the loop closes", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const future = loop.createFuture();
  future.setException(boom);
  loop.close();
  expectReport(reports, { message: "Future exception was never retrieved", exception: boom, future });
});

test("rule 9: never-retrieved exceptions are reported once each, in the order in which they were set", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const futures = [1, 2, 3].map(() => loop.createFuture());
  for (const index of [2, 0, 1]) futures[index]!.setException(new Error(`boom ${index}`));
  loop.close();
  loop.close();
  expect(reports.map(({ exception }) => (exception as Error).message)).toEqual(["boom 2", "boom 0", "boom 1"]);
});

test("rule 9: an exception is reported once even if callbacks were added after the failure", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const future = loop.createFuture();
  future.setException(boom);
  for (let i = 0; i < 3; i++) future.addDoneCallback(() => {});
  onePass(loop);
  loop.close();
  expectReport(reports, { message: "Future exception was never retrieved", exception: boom, future });
});

const retrievals: [string, (future: Future<unknown>, loop: VirtualLoop) => unknown][] = [
  ["reading result()", (future) => expect(() => future.result()).toThrow(boom)],
  ["reading exception()", (future) => future.exception()],
  ["calling cancel()", (future) => void future.cancel()],
  [
    "an awaiting task",
    (future, loop) =>
      loop.runUntilComplete(function* () {
        try {
          yield* future;
        } catch {}
      }),
  ],
  ["a done callback that reads exception()", (future, loop) => (future.addDoneCallback((done) => done.exception()), onePass(loop))],
  ["runUntilComplete()", (future, loop) => expect(() => loop.runUntilComplete(future)).toThrow(boom)],
  ["calling then()", (future) => void future.then(null, () => {})],
];

// CPython: test_futures.test_tb_logger_exception_result_retrieved
// CPython: test_futures.test_tb_logger_exception_retrieved
// CPython: test_futures.test_tb_logger_not_called_after_cancel
test.each(retrievals)("rule 9: %s clears the report of a failed future", (_, retrieve) => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const future = loop.createFuture();
  future.setException(boom);
  retrieve(future, loop);
  loop.close();
  expect(reports).toEqual([]);
});

// CPython: test_tasks.test_tb_logger_not_called_after_cancel
test.each(retrievals)("rule 9: %s clears the report of a failed task", (_, retrieve) => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const task = loop.createTask(function* () {
    throw boom;
  });
  onePass(loop);
  retrieve(task, loop);
  loop.close();
  expect(reports).toEqual([]);
});

test("rule 9: a task that awaited the future before it failed clears the report", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const future = loop.createFuture();
  const waiter = loop.createTask(function* () {
    try {
      yield* future;
    } catch (error) {
      return error;
    }
    return null;
  });
  onePass(loop);
  future.setException(boom);
  expect(loop.runUntilComplete(waiter)).toBe(boom);
  loop.close();
  expect(reports).toEqual([]);
});

test("rule 9: an awaiting task that fails with the exception is reported in place of the future", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const future = loop.createFuture();
  const waiter = loop.createTask(function* () {
    yield* future;
  });
  onePass(loop);
  future.setException(boom);
  onePass(loop);
  loop.close();
  expectReport(reports, { message: "Task exception was never retrieved", exception: boom, future: waiter });
});

test("rule 9: a done callback that does not read the exception does not clear the report", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const future = loop.createFuture();
  future.addDoneCallback(() => {});
  future.setException(boom);
  onePass(loop);
  loop.close();
  expect(reports.length).toBe(1);
});

test("rule 9: cancelling an awaiting task cancels its future too, and neither is reported", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const future = loop.createFuture();
  const waiter = loop.createTask(function* () {
    yield* future;
  });
  onePass(loop);
  waiter.cancel();
  onePass(loop);
  expect(future.cancelled()).toBe(true);
  expect(waiter.cancelled()).toBe(true);
  loop.close();
  expect(reports).toEqual([]);
});

// CPython: test_futures.test_tb_logger_abandoned
// CPython: test_futures.test_tb_logger_result_unretrieved
// CPython: test_futures.test_tb_logger_result_retrieved
test("pending, successful and cancelled futures are not reported when the loop closes", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  loop.createFuture();
  loop.createFuture<number>().setResult(42);
  loop.createFuture().cancel();
  loop.close();
  expect(reports).toEqual([]);
});

test("loop.close() reports tasks that never finished", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const task = loop.createTask(function* () {
    yield* loop.createFuture();
  });
  onePass(loop);
  loop.close();
  expectReport(reports, { message: "Task was destroyed but it is pending!", task });
});

// CPython: test_futures2.test_task_exc_handler_correct_context
test("the exception handler runs in the context of the task that failed", () => {
  const variable = new ContextVar("variable", { default: "foo" });
  const loop = new VirtualLoop();
  const seen: string[] = [];
  loop.setExceptionHandler(() => seen.push(variable.get()));
  loop.createTask(function* () {
    variable.set("bar");
    throw boom;
  });
  onePass(loop);
  loop.close();
  expect(seen).toEqual(["bar"]);
});
