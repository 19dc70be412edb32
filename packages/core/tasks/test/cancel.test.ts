import { awaitedFutureOf } from "@asyncio-ts/tasks/lowlevel";
import { CancelledError, createTask, currentTask, type Future, gather, InvalidStateError, sleep, type Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { test } from "@asyncio-ts/testing/vitest";
import { afterEach, beforeEach, expect, test as plain } from "vitest";
import { onePass } from "./one-pass.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

/** Returns the error of a done future, a CancelledError included; null for a result. */
function errorOf(future: Future<unknown>): Error | null {
  try {
    future.result();
    return null;
  } catch (error) {
    return error as Error;
  }
}

// CPython: test_tasks.test_cancel_task_ignoring
// CPython: test_tasks.test_task_cancel_waiter_future
plain("rule 11: task.cancel() cancels the awaited future, and a task that catches the error is not cancelled again", () => {
  const [first, second] = [loop.createFuture<void>(), loop.createFuture<string>()];
  const task = loop.createTask(function* () {
    try {
      yield* first;
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
    }
    return yield* second;
  });
  onePass(loop);
  expect(awaitedFutureOf(task) === first).toBe(true);
  expect(task.cancel()).toBe(true);
  expect(first.cancelled()).toBe(true);
  expect(task.done()).toBe(false);
  onePass(loop);
  expect(awaitedFutureOf(task) === second).toBe(true);
  second.setResult("survived");
  expect(loop.runUntilComplete(task)).toBe("survived");
  expect(task.cancelled()).toBe(false);
  expect(second.cancelled()).toBe(false);
});

plain("rule 11: task.cancel() reaches the innermost future of a chain of awaited tasks, which then end innermost first", () => {
  const future = loop.createFuture<void>();
  const order: string[] = [];
  function* awaits(awaited: Future<unknown>, name: string) {
    try {
      yield* awaited;
    } finally {
      order.push(name);
    }
  }
  const inner = loop.createTask(awaits(future, "inner"));
  const middle = loop.createTask(awaits(inner, "middle"));
  const outer = loop.createTask(awaits(middle, "outer"));
  onePass(loop);
  outer.cancel("stop");
  expect(future.cancelled()).toBe(true);
  expect([inner, middle, outer].map((task) => task.cancelling())).toEqual([1, 1, 1]);
  expect(errorOf(future)!.message).toBe("stop");
  for (let pass = 0; pass < 3; pass++) onePass(loop);
  expect(order).toEqual(["inner", "middle", "outer"]);
  expect(errorOf(outer)!.message).toBe("stop");
});

plain("rule 11: task.cancel() does not cancel the task if the awaited task catches the error and returns a result", () => {
  const inner = loop.createTask(function* () {
    try {
      yield* sleep(10_000);
    } catch {}
    return "saved";
  });
  const outer = loop.createTask(function* () {
    return yield* inner;
  });
  onePass(loop);
  outer.cancel();
  expect(loop.runUntilComplete(outer)).toBe("saved");
  expect([inner.cancelling(), outer.cancelling()]).toEqual([1, 1]);
});

plain("rule 11: task.cancel() called twice before the next step throws one CancelledError, and cancelling() is 2", () => {
  const future = loop.createFuture<void>();
  let caught = 0;
  const task = loop.createTask(function* () {
    for (let i = 0; i < 2; i++) {
      try {
        yield* i === 0 ? future : sleep(10);
      } catch {
        caught++;
      }
    }
  });
  onePass(loop);
  expect([task.cancel("first"), task.cancel("second")]).toEqual([true, true]);
  expect(task.cancelling()).toBe(2);
  loop.runUntilComplete(task);
  expect(caught).toBe(1);
  expect(task.cancelling()).toBe(2);
});

plain("rule 11: task.cancel() called twice on a parked task keeps the first message", () => {
  const future = loop.createFuture<void>();
  const task = loop.createTask(function* () {
    yield* future;
  });
  onePass(loop);
  task.cancel("first");
  task.cancel("second");
  onePass(loop);
  expect(errorOf(task)).toEqual(new CancelledError("first"));
});

plain("rule 11: task.cancel() called twice on a task that is not parked keeps the last message", () => {
  const ready = loop.createTask(function* () {
    yield* sleep(0);
    yield* sleep(0);
  });
  onePass(loop);
  ready.cancel("first");
  ready.cancel("second");
  onePass(loop);
  expect(errorOf(ready)).toEqual(new CancelledError("second"));
  const fresh = loop.createTask(function* () {});
  fresh.cancel("first");
  fresh.cancel("second");
  onePass(loop);
  expect(errorOf(fresh)).toEqual(new CancelledError("second"));
});

plain("rule 11: task.cancel() without a message clears the message of an earlier call", () => {
  const task = loop.createTask(function* () {});
  task.cancel("first");
  task.cancel();
  onePass(loop);
  expect(errorOf(task)!.message).toBe("");
});

plain("rule 12: task.cancel() after the awaited future has a result, but before the wake-up, discards the result", () => {
  const future = loop.createFuture<string>();
  let got: unknown;
  const task = loop.createTask(function* () {
    try {
      got = yield* future;
    } catch (error) {
      got = error;
      throw error;
    }
  });
  onePass(loop);
  future.setResult("lost");
  expect(task.cancel("late")).toBe(true);
  expect(future.cancelled()).toBe(false);
  onePass(loop);
  expect(got).toEqual(new CancelledError("late"));
  expect(task.cancelled()).toBe(true);
});

plain("rule 12: task.cancel() before the wake-up discards the awaited future's exception, which counts as retrieved", () => {
  const reports: string[] = [];
  loop.setExceptionHandler((_, { message }) => reports.push(message));
  const future = loop.createFuture<string>();
  const task = loop.createTask(function* () {
    yield* future;
  });
  onePass(loop);
  future.setException(new Error("lost"));
  task.cancel("late");
  onePass(loop);
  expect(errorOf(task)).toEqual(new CancelledError("late"));
  loop.close();
  expect(reports).toEqual([]);
});

// CPython: test_tasks.test_cancel_both_task_and_inner_future
plain("rule 12: task.cancel() before the wake-up, but after the awaited future was cancelled, throws the future's CancelledError", () => {
  const future = loop.createFuture<string>();
  const task = loop.createTask(function* () {
    yield* future;
  });
  onePass(loop);
  future.cancel("of the future");
  task.cancel("of the task");
  onePass(loop);
  expect(errorOf(task)).toEqual(new CancelledError("of the future"));
  expect(task.cancelled()).toBe(true);
});

plain("rule 12: task.cancel() before the wake-up, but after gather() failed with a child's CancelledError, throws that error", () => {
  const child = loop.createFuture<string>();
  const task = loop.createTask(function* () {
    yield* gather(child);
  });
  onePass(loop);
  child.cancel("of the child");
  onePass(loop);
  task.cancel("of the task");
  onePass(loop);
  expect(errorOf(task)).toEqual(new CancelledError("of the child"));
});

plain("rule 12: task.cancel() before the wake-up discards a result even if the result is a CancelledError", () => {
  const future = loop.createFuture<unknown>();
  const task = loop.createTask(function* () {
    yield* future;
  });
  onePass(loop);
  future.setResult(new CancelledError("a value"));
  task.cancel("late");
  onePass(loop);
  expect(errorOf(task)).toEqual(new CancelledError("late"));
});

// CPython: test_tasks.test_cancel_at_end
plain("rule 13: a task that cancels itself and returns ends cancelled", () => {
  const task: Task<number> = loop.createTask(function* () {
    task.cancel("myself");
    return 12;
  });
  onePass(loop);
  expect(task.cancelled()).toBe(true);
  expect(errorOf(task)).toEqual(new CancelledError("myself"));
  expect(task.cancel()).toBe(false);
});

plain("rule 13: a task that cancels itself and throws fails with its error", () => {
  const error = new RangeError("boom");
  const task: Task<void> = loop.createTask(function* () {
    task.cancel();
    throw error;
  });
  onePass(loop);
  expect(task.cancelled()).toBe(false);
  expect(task.exception()).toBe(error);
});

// CPython: test_tasks.test_cancel_current_task
plain("rule 13: a task that cancels itself is cancelled at its next await", () => {
  let reached = "";
  const task: Task<void> = loop.createTask(function* () {
    task.cancel("myself");
    reached = "the await";
    yield* sleep(100);
    reached = "too far";
  });
  expect(() => loop.runUntilComplete(task)).toThrow(new CancelledError("myself"));
  expect(reached).toBe("the await");
  expect(loop.time()).toBe(0);
});

// CPython: test_tasks.test_cancel_awaited_task
plain("rule 13: a task that cancels itself also cancels the task that it awaits next", () => {
  const future = loop.createFuture<void>();
  let inner!: Task<void>;
  const task: Task<void> = loop.createTask(function* () {
    inner = createTask(function* () {
      yield* future;
    });
    yield* sleep(0);
    task.cancel("passed on");
    yield* inner;
  });
  expect(() => loop.runUntilComplete(task)).toThrow(new CancelledError("passed on"));
  expect([task.cancelled(), inner.cancelled(), future.cancelled()]).toEqual([true, true, true]);
});

plain("rule 13: a task that cancels itself continues past done futures, and is cancelled at the first await that suspends", () => {
  const done = loop.createFuture<number>();
  done.setResult(1);
  const task: Task<void> = loop.createTask(function* () {
    task.cancel();
    yield* done;
    yield* sleep(0);
    throw new Error("too far");
  });
  onePass(loop);
  onePass(loop);
  expect(task.cancelled()).toBe(true);
});

// CPython: test_events.test_prompt_cancellation
// CPython: test_tasks.test_cancel
plain("task.cancel() during sleep() ends the task immediately, without waiting for the timer", () => {
  const task = loop.createTask(sleep(10_000, "slept"));
  loop.callSoon(() => task.cancel());
  expect(() => loop.runUntilComplete(task)).toThrow(CancelledError);
  expect(task.cancelled()).toBe(true);
  expect(loop.time()).toBe(0);
  expect(task.cancel()).toBe(false);
});

// CPython: test_tasks.test_cancel_yield
plain("task.cancel() at a bare yield ends the task as cancelled", () => {
  const task = loop.createTask(function* () {
    yield* sleep(0);
    yield* sleep(0);
    return 12;
  });
  onePass(loop);
  task.cancel();
  onePass(loop);
  expect(task.cancelled()).toBe(true);
  expect(task.cancel()).toBe(false);
});

// CPython: test_tasks.test_cancel_inner_future
plain("future.cancel() cancels the task that awaits the future, and cancelling() stays 0", () => {
  const future = loop.createFuture<void>();
  const task = loop.createTask(function* () {
    yield* future;
    return 12;
  });
  onePass(loop);
  future.cancel("from below");
  onePass(loop);
  expect(task.cancelled()).toBe(true);
  expect(task.cancelling()).toBe(0);
  expect(errorOf(task)).toEqual(new CancelledError("from below"));
});

// CPython: test_tasks.test_cancel_task_catching
plain("a cancelled task that catches the CancelledError and returns ends with its result", () => {
  const [first, second] = [loop.createFuture<void>(), loop.createFuture<void>()];
  const task = loop.createTask(function* () {
    yield* first;
    try {
      yield* second;
    } catch (error) {
      if (error instanceof CancelledError) return 42;
    }
    return 0;
  });
  onePass(loop);
  first.setResult();
  onePass(loop);
  task.cancel();
  expect(second.cancelled()).toBe(true);
  expect(loop.runUntilComplete(task)).toBe(42);
  expect(task.cancelled()).toBe(false);
});

test("a cancelled task that waits in its finally block completes the block and ends cancelled", function* () {
  const log: unknown[] = [];
  const task = createTask(function* () {
    try {
      yield* sleep(1000);
    } finally {
      log.push("cleaning up");
      yield* sleep(50);
      log.push("clean");
    }
  });
  yield* sleep(10);
  task.cancel();
  expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
  expect(log).toEqual(["cleaning up", "clean"]);
});

// CPython: test_tasks.test_baseexception_during_cancel
plain("an error thrown in the finally block of a cancelled task replaces the CancelledError", () => {
  const error = new RangeError("in clean-up");
  const task = loop.createTask(function* () {
    try {
      yield* sleep(1000);
    } finally {
      // eslint-disable-next-line no-unsafe-finally
      throw error;
    }
  });
  onePass(loop);
  task.cancel();
  expect(task.done()).toBe(false);
  onePass(loop);
  expect(task.cancelled()).toBe(false);
  expect(task.exception()).toBe(error);
});

plain("a CancelledError that the coroutine throws by itself ends its task as cancelled", () => {
  const error = new CancelledError("my own");
  const task = loop.createTask(function* () {
    throw error;
  });
  onePass(loop);
  expect(task.cancelled()).toBe(true);
  expect(errorOf(task)).toBe(error);
});

test("the first await of a cancelled task throws the CancelledError that the task threw, and a later await throws a new one", function* () {
  const error = new CancelledError("the very one");
  const task = createTask(function* () {
    throw error;
  });
  const caught: unknown[] = [];
  for (let i = 0; i < 2; i++) {
    try {
      yield* task;
    } catch (thrown) {
      caught.push(thrown);
    }
  }
  expect(caught[0]).toBe(error);
  expect(caught[1]).toBeInstanceOf(CancelledError);
  expect(caught[1]).not.toBe(error);
});

// CPython: test_tasks.test_cancel_with_message_then_future_result
// CPython: test_tasks.test_cancel_with_message_then_future_exception
plain.each([
  ["result()", (task: Task<unknown>) => task.result()],
  ["exception()", (task: Task<unknown>) => task.exception()],
])("the message of task.cancel() is in the CancelledError thrown by task.%s", (_, ask) => {
  for (const message of [undefined, "my message"]) {
    const task = loop.createTask(sleep(10_000));
    onePass(loop);
    task.cancel(message);
    onePass(loop);
    expect(() => ask(task)).toThrow(new CancelledError(message));
  }
});

// CPython: test_tasks.test_task_cancel_message_getter
// CPython: test_tasks.test_cancel_with_message_before_starting_task
plain("the message of task.cancel() before the first step is in the CancelledError that the awaiter gets", () => {
  const task = loop.createTask(sleep(10_000));
  task.cancel("my message");
  expect(() => loop.runUntilComplete(task)).toThrow(new CancelledError("my message"));
});

// CPython: test_tasks.test_cancellation_exception_context
test("a CancelledError used as the cause of another error keeps its message", function* () {
  const failing = createTask(function* () {
    const task = createTask(sleep(10_000));
    yield* sleep(1);
    task.getLoop().callSoon(() => task.cancel("msg"));
    try {
      yield* task;
    } catch (cause) {
      throw new RangeError("cancelled", { cause });
    }
  });
  const error = yield* thrown(failing);
  expect(error).toBeInstanceOf(RangeError);
  expect(error.cause).toEqual(new CancelledError("msg"));
});

// CPython: test_tasks.test_task_cancel_sleeping_task
test("task.cancel() throws CancelledError into the task's awaiter, which can catch it and continue", function* () {
  const sleeper = createTask(sleep(5_000_000));
  sleeper.getLoop().callLater(100, () => sleeper.cancel());
  expect(yield* thrown(sleeper)).toBeInstanceOf(CancelledError);
  expect(sleeper.getLoop().time()).toBe(100);
});

// CPython: test_tasks.test_yield_future_passes_cancel
plain("task.cancel() throws CancelledError through nested coroutines, innermost first, until one catches it", () => {
  const waiter = loop.createFuture<void>();
  const proof: string[] = [];
  function* inner() {
    try {
      yield* waiter;
    } catch (error) {
      proof.push("inner");
      throw error;
    }
  }
  const task = loop.createTask(function* () {
    try {
      yield* inner();
    } catch {
      proof.push("outer");
    }
  });
  onePass(loop);
  task.cancel();
  loop.runUntilComplete(task);
  expect(proof).toEqual(["inner", "outer"]);
  expect(waiter.cancelled()).toBe(true);
});

plain("task.cancel() on a done task returns false and changes nothing", () => {
  const task = loop.createTask(function* () {
    return 1;
  });
  onePass(loop);
  expect(task.cancel("late")).toBe(false);
  expect(task.cancelling()).toBe(0);
  expect(task.result()).toBe(1);
});

plain("future.setResult() after task.cancel() cancelled the awaited future throws InvalidStateError", () => {
  const future = loop.createFuture<void>();
  const task = loop.createTask(function* () {
    yield* future;
  });
  onePass(loop);
  task.cancel();
  expect(() => future.setResult()).toThrow(InvalidStateError);
  onePass(loop);
});

plain("task.cancel() on a ready task ends it in the same pass without resuming its coroutine", () => {
  const log: string[] = [];
  const victim: Task<void> = loop.createTask(function* () {
    yield* sleep(0);
    log.push("stepped");
  });
  onePass(loop);
  loop.callSoon(() => log.push("too late for this pass"));
  victim.cancel();
  onePass(loop);
  expect(log).toEqual(["too late for this pass"]);
  expect(victim.cancelled()).toBe(true);
});

plain("currentTask().cancel() in a function that the task calls cancels the task at its next await", () => {
  function cancelMe() {
    currentTask()!.cancel("by a helper");
  }
  const task = loop.createTask(function* () {
    cancelMe();
    yield* sleep(0);
  });
  onePass(loop);
  onePass(loop);
  expect(errorOf(task)).toEqual(new CancelledError("by a helper"));
});
