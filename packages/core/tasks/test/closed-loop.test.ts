import { createTask, currentTask, run, shield, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";
import { onePass } from "./one-pass.ts";
import { expectReport, reportsOf } from "./reports.ts";

const boom = new Error("boom");

test("rule 9: loop.close() reports an exception whose done callbacks are still in the ready queue", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const future = loop.createFuture();
  future.addDoneCallback(() => expect.unreachable("the loop is closed"));
  future.setException(boom);
  loop.close();
  expectReport(reports, { message: "Future exception was never retrieved", exception: boom, future });
});

test("rule 9: loop.close() reports an exception that the awaiting task has not received yet", () => {
  const loop = new VirtualLoop();
  const future = loop.createFuture();
  loop.createTask(function* () {
    yield* future;
  });
  onePass(loop);
  future.setException(boom);
  const reports = reportsOf(loop);
  loop.close();
  expect(reports.map(({ message }) => message)).toEqual(["Task was destroyed but it is pending!", "Future exception was never retrieved"]);
});

test("run() shuts down in as many passes as asyncio.run(), so that callbacks scheduled last still run", () => {
  const passes: number[] = [];
  const loop = new VirtualLoop();
  const count = (n: number) => {
    passes.push(n);
    loop.callSoon(count, n + 1);
  };
  run(
    function* () {
      loop.callSoon(count, 1);
    },
    { loop },
  );
  expect(passes).toEqual([1, 2, 3, 4, 5]);
});

test("the exception handler sees no current task when it is told of a shielded task's failure", () => {
  const loop = new VirtualLoop();
  const names: unknown[] = [];
  loop.setExceptionHandler(() => names.push(currentTask()));
  run(
    function* () {
      const inner = createTask(function* () {
        yield* sleep(10);
        throw boom;
      });
      shield(inner).cancel();
      yield* sleep(20);
    },
    { loop },
  );
  expect(names).toEqual([null]);
});

test("an error thrown by a done callback is reported with the callback's handle, not with the future", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const future = loop.createFuture<void>();
  future.addDoneCallback(() => {
    throw boom;
  });
  future.setResult();
  onePass(loop);
  expect(reports).toHaveLength(1);
  expect(Object.keys(reports[0]!)).toEqual(["message", "exception", "handle"]);
  loop.close();
});
