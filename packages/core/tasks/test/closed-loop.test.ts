import { createTask, currentTask, run, shield, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";
import { onePass } from "./one-pass.ts";
import { expectReport, reportsOf } from "./reports.ts";

const boom = new Error("boom");

test("rule 9: an exception is reported though its callbacks stood in the ready queue when the loop closed", () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  const future = loop.createFuture();
  future.addDoneCallback(() => expect.unreachable("the loop is closed"));
  future.setException(boom);
  loop.close();
  expectReport(reports, { message: "Future exception was never retrieved", exception: boom, future });
});

test("rule 9: an exception is reported though a task was to see it in the step that the closed loop never took", () => {
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

test("what is scheduled last still runs: as many passes after the last task as asyncio's shutdown takes", () => {
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

test("a report of a shielded failure is made in no task's name", () => {
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

test("a failing done callback is reported in its own context, not in its future's", () => {
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
