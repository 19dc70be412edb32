import { getEventListeners } from "node:events";
import { setTimeout as hostSleep } from "node:timers/promises";
import { cancelWatchOf } from "@asyncio-ts/tasks/lowlevel";
import { currentSignal, fromPromise } from "@asyncio-ts/promise";
import {
  CancelledError,
  createTask,
  currentTask,
  getRunningLoop,
  sleep,
  type Task,
  TimeoutError,
  timeout,
  waitFor,
} from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { expect, onTestFinished, test as plain } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { hostTurn } from "./host-turn.ts";
import { program } from "./program.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

test("currentSignal() returns one signal per task", function* () {
  const signal = currentSignal();
  expect(signal).toBeInstanceOf(AbortSignal);
  yield* sleep(1);
  expect(currentSignal()).toBe(signal);
  const others = yield* createTask(function* () {
    return currentSignal();
  });
  expect(others).not.toBe(signal);
  expect([signal.aborted, others.aborted]).toEqual([false, false]);
});

test("currentSignal() aborts before a cancelled task resumes, with the CancelledError as the reason", function* () {
  let signal!: AbortSignal;
  const log: unknown[] = [];
  const task = createTask(function* () {
    signal = currentSignal();
    signal.addEventListener("abort", () => log.push("aborted"));
    try {
      yield* sleep(1000);
    } finally {
      log.push(`cleaning up, aborted: ${currentSignal().aborted}, the same: ${currentSignal() === signal}`);
    }
  });
  yield* sleep(1);
  task.cancel("enough");
  expect(log).toEqual(["aborted"]);
  expect(signal.reason).toEqual(new CancelledError("enough"));
  task.cancel("again");
  yield* thrown(task);
  expect(log).toEqual(["aborted", "cleaning up, aborted: true, the same: true"]);
  expect(signal.reason).toEqual(new CancelledError("enough"));
});

test("currentSignal() returns an aborted signal when first called in the clean-up of a cancelled task", function* () {
  let signal!: AbortSignal;
  const task = createTask(function* () {
    try {
      yield* sleep(1000);
    } finally {
      signal = currentSignal();
    }
  });
  yield* sleep(1);
  task.cancel();
  yield* thrown(task);
  expect(signal.aborted).toBe(true);
  expect(signal.reason).toBeInstanceOf(CancelledError);
});

test("currentSignal() returns a new signal after the task has survived a time limit", function* () {
  const before = currentSignal();
  const error = yield* thrown(
    timeout(10, function* () {
      expect(currentSignal()).toBe(before);
      try {
        yield* sleep(1000);
      } finally {
        expect(currentSignal()).toBe(before);
      }
    }),
  );
  expect(error).toBeInstanceOf(TimeoutError);
  expect(before.aborted).toBe(true);
  const after = currentSignal();
  expect(after).not.toBe(before);
  expect(after.aborted).toBe(false);
  expect(currentSignal()).toBe(after);
  yield* thrown(waitFor(sleep(1000), 10));
  expect([after.aborted, currentSignal().aborted]).toEqual([true, false]);
});

test("currentSignal() returns the aborted signal until uncancel() has withdrawn the cancellation", function* () {
  const task = createTask(function* () {
    const signal = currentSignal();
    try {
      yield* sleep(1000);
    } catch {}
    yield* sleep(1);
    expect(currentSignal()).toBe(signal);
    currentTask()!.uncancel();
    expect(currentSignal().aborted).toBe(false);
  });
  yield* sleep(1);
  task.cancel();
  yield* task;
});

test("currentSignal() throws outside a task", function* () {
  const message = "currentSignal() must be called inside a task";
  const errors: unknown[] = [];
  getRunningLoop().callSoon(() => {
    try {
      currentSignal();
    } catch (error) {
      errors.push(error);
    }
  });
  yield* sleep(1);
  expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining(message) })]);
});

// A page does not have Node's timers with signals.
test.skipIf(on("Chromium"))(
  "currentSignal() in 1,000 awaits, sequential or concurrent, causes no warning and leaves no listener",
  { host: true },
  function* () {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning);
    process.on("warning", onWarning);
    onTestFinished(() => void process.off("warning", onWarning));
    const signal = currentSignal();
    for (let i = 0; i < 1000; i++) yield* fromPromise(hostSleep(0, i, { signal: currentSignal() }));
    yield* fromPromise(Promise.all(Array.from({ length: 1000 }, (_, i) => hostSleep(0, i, { signal: currentSignal() }))));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    yield* fromPromise(hostTurn());
    expect(warnings).toEqual([]);
  },
);

// A page does not have Node's timers with signals.
test.skipIf(on("Chromium"))("currentSignal() aborts an API call that took it when the task is cancelled", { host: true }, function* () {
  const rejected: unknown[] = [];
  const task = createTask(function* () {
    const signal = currentSignal();
    // Only the abort can end this timer.
    const sleeping = hostSleep(2 ** 30, null, { signal });
    sleeping.catch((error: Error) => rejected.push(error.name, error.cause));
    yield* fromPromise(sleeping);
  });
  yield* sleep(0);
  task.cancel("enough");
  yield* thrown(task);
  yield* sleep(1);
  expect(rejected).toEqual(["AbortError", new CancelledError("enough")]);
});

// Deno does not take the command line of Node that starts the program, and a page starts none.
plain.skipIf(on("Deno", "Chromium"))(
  "currentSignal() leaves its signal collectable after the task has ended, even if the task is retained",
  async () => {
    const text = `
    const tasks = [];
    const signals = [];
    await run(function* () {
      for (const end of ["returns", "fails", "is cancelled"]) {
        const task = createTask(function* () {
          signals.push(new WeakRef(currentSignal()));
          yield* sleep(1);
          if (end === "fails") throw new Error("bad luck");
          if (end === "is cancelled") yield* sleep(1000);
        });
        tasks.push(task);
        yield* sleep(2);
        task.cancel();
      }
      yield* gatherSettled(...tasks);
    });
    await new Promise((resolve) => setTimeout(resolve, 1));
    gc();
    console.log(signals.map((signal) => signal.deref() === undefined).join(), tasks.length);
  `;
    expect(await program(text, "--expose-gc")).toEqual(["true,true,true 3"]);
  },
);

test("a task has no cancelWatch unless currentSignal() was called in it", function* () {
  const task: Task<unknown> = createTask(sleep(1));
  expect(cancelWatchOf(task)).toBe(null);
  yield* task;
});
