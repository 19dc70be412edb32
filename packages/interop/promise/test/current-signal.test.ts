import { getEventListeners } from "node:events";
import { setTimeout as hostSleep } from "node:timers/promises";
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
import { expect, onTestFinished, test } from "vitest";
import { hostVirtually } from "@asyncio-ts/test-helpers/virtually";
import { hostTurn } from "./host-turn.ts";
import { program } from "./program.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

test("is one a task, and each task's own", () => {
  virtually(function* () {
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
});

test("aborts when the task is cancelled, with the CancelledError as reason, before the task goes on", () => {
  virtually(function* () {
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
});

test("asked for only in the clean-up, it has aborted", () => {
  virtually(function* () {
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
});

test("is a fresh one once a time limit was survived", () => {
  virtually(function* () {
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
});

test("stays aborted while a request to cancel stands", () => {
  virtually(function* () {
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
});

test("outside a task there is none", () => {
  const message = "currentSignal() must be called inside a task";
  expect(() => currentSignal()).toThrow(message);
  virtually(function* () {
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
});

test("1,000 awaits, one after the other and at once, warn of nothing and leave no listener", async () => {
  const warnings: Error[] = [];
  const warned = (warning: Error) => void warnings.push(warning);
  process.on("warning", warned);
  onTestFinished(() => void process.off("warning", warned));
  await hostVirtually(function* () {
    const signal = currentSignal();
    for (let i = 0; i < 1000; i++) yield* fromPromise(hostSleep(0, i, { signal: currentSignal() }));
    yield* fromPromise(Promise.all(Array.from({ length: 1000 }, (_, i) => hostSleep(0, i, { signal: currentSignal() }))));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });
  await hostTurn();
  expect(warnings).toEqual([]);
});

test("cancels what heeds it, and that is the end of the task", async () => {
  await hostVirtually(function* () {
    const rejected: unknown[] = [];
    const task = createTask(function* () {
      const signal = currentSignal();
      // A timer that only the abort ends.
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
});

test("nothing of it is retained after the task", async () => {
  const text = `
    const kept = [];
    const signals = [];
    await run(function* () {
      for (const end of ["returns", "fails", "is cancelled"]) {
        const task = createTask(function* () {
          signals.push(new WeakRef(currentSignal()));
          yield* sleep(1);
          if (end === "fails") throw new Error("bad luck");
          if (end === "is cancelled") yield* sleep(1000);
        });
        kept.push(task);
        yield* sleep(2);
        task.cancel();
      }
      yield* gatherSettled(...kept);
    });
    await new Promise((resolve) => setTimeout(resolve, 1));
    gc();
    console.log(signals.map((signal) => signal.deref() === undefined).join(), kept.length);
  `;
  expect(await program(text, "--expose-gc")).toEqual(["true,true,true 3"]);
});

test("a task that was never asked for one has none", () => {
  virtually(function* () {
    const task: Task<unknown> = createTask(sleep(1));
    expect(task.cancelWatch).toBe(null);
    yield* task;
  });
});
