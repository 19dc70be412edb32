import { CancelledError, Future, getEventLoop, InvalidStateError, isFuture, setEventLoop, Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { afterEach, beforeEach, expect, test as plain } from "vitest";
import { onePass } from "./one-pass.ts";

let loop: VirtualLoop;
beforeEach(() => {
  loop = new VirtualLoop();
});
afterEach(() => loop.close());

// CPython: test_futures.test_initial_state
plain("a new future is pending and belongs to its loop", () => {
  const future = loop.createFuture();
  expect(future.done()).toBe(false);
  expect(future.cancelled()).toBe(false);
  expect(future.getLoop()).toBe(loop);
});

// CPython: test_futures.test_result
plain("result() and exception() of a pending future throw InvalidStateError", () => {
  const future = loop.createFuture();
  expect(() => future.result()).toThrow(new InvalidStateError("Result is not ready."));
  expect(() => future.exception()).toThrow(new InvalidStateError("Exception is not set."));
});

// CPython: test_futures.test_result
plain("future.setResult() finishes the future: setting it again throws InvalidStateError and cancel() returns false", () => {
  const future = loop.createFuture<number>();
  future.setResult(42);
  expect(future.done()).toBe(true);
  expect(future.cancelled()).toBe(false);
  expect(future.result()).toBe(42);
  expect(future.exception()).toBe(null);
  expect(() => future.setResult(43)).toThrow(InvalidStateError);
  expect(() => future.setException(new Error("late"))).toThrow(InvalidStateError);
  expect(future.cancel()).toBe(false);
  expect(future.result()).toBe(42);
});

// CPython: test_futures.test_exception
plain(
  "future.setException() finishes the future: result() throws the exception, exception() returns it and setting it again throws",
  () => {
    const future = loop.createFuture();
    const error = new RangeError("boom");
    future.setException(error);
    expect(future.done()).toBe(true);
    expect(future.cancelled()).toBe(false);
    expect(() => future.result()).toThrow(error);
    expect(future.exception()).toBe(error);
    expect(() => future.setResult(1)).toThrow(InvalidStateError);
    expect(() => future.setException(error)).toThrow(InvalidStateError);
  },
);

// CPython: test_futures.test_exception_class
plain("future.setException() instantiates an error class", () => {
  const future = loop.createFuture();
  future.setException(RangeError);
  expect(future.exception()).toBeInstanceOf(RangeError);
});

plain("future.setException() accepts any value, including undefined", () => {
  const future = loop.createFuture();
  future.setException(undefined);
  expect(future.exception()).toBe(undefined);
  expect(future.cancelled()).toBe(false);
  let thrown: unknown = "nothing";
  try {
    future.result();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBe(undefined);
});

// CPython: test_futures.test_cancel
plain("future.cancel() on a pending future finishes it as cancelled", () => {
  const future = loop.createFuture();
  expect(future.cancel()).toBe(true);
  expect(future.done()).toBe(true);
  expect(future.cancelled()).toBe(true);
  expect(() => future.result()).toThrow(CancelledError);
  expect(() => future.setResult(1)).toThrow(InvalidStateError);
  expect(() => future.setException(new Error("late"))).toThrow(InvalidStateError);
});

// CPython: test_futures.test_cancel
plain("rule 8: future.cancel() on a finished future returns false", () => {
  const done = loop.createFuture<number>();
  done.setResult(1);
  expect(done.cancel()).toBe(false);
  const failed = loop.createFuture();
  failed.setException(new Error("boom"));
  expect(failed.cancel()).toBe(false);
  const cancelled = loop.createFuture();
  cancelled.cancel();
  expect(cancelled.cancel()).toBe(false);
  expect([done.cancelled(), failed.cancelled(), cancelled.cancelled()]).toEqual([false, false, true]);
});

// CPython: test_futures.test_cancel
plain("rule 8: future.exception() on a cancelled future throws CancelledError", () => {
  const future = loop.createFuture();
  future.cancel("no longer needed");
  expect(() => future.exception()).toThrow(new CancelledError("no longer needed"));
});

// CPython: test_futures.test_future_cancel_message_getter
plain("future.cancel(message) puts the message into each CancelledError, a new object for every call of result()", () => {
  const future = loop.createFuture();
  future.cancel("enough");
  const thrown = [0, 1].map(() => {
    try {
      return future.result();
    } catch (error) {
      return error;
    }
  });
  expect(thrown).toEqual([new CancelledError("enough"), new CancelledError("enough")]);
  expect(thrown[0]).not.toBe(thrown[1]);
});

// CPython: test_futures.test_constructor_use_running_loop
plain("new Future() inside a step belongs to the running loop", () => {
  const future = loop.runUntilComplete(function* () {
    return [new Future()];
  })[0]!;
  expect(future.getLoop()).toBe(loop);
});

// CPython: test_futures.test_constructor_without_loop
// CPython: test_futures.test_constructor_use_global_loop
plain("new Future() outside a step belongs to the given loop, else to the loop that was set, else to the process-wide loop", () => {
  setEventLoop(loop);
  const future = new Future();
  setEventLoop(null);
  expect(future.getLoop()).toBe(loop);
  expect(new Future({ loop }).getLoop()).toBe(loop);
  expect(new Future().getLoop()).toBe(getEventLoop());
});

// CPython: test_futures.test_isfuture
test("isFuture() returns true for futures, tasks and subclasses of Future, and false for anything else", function* () {
  const future = loop.createFuture();
  expect(isFuture(future)).toBe(true);
  expect([Future, Task, 1, null, undefined, {}, Promise.resolve(), "x"].some(isFuture)).toBe(false);
  class Own extends Future<number> {}
  expect(isFuture(new Own({ loop }))).toBe(true);

  expect(isFuture(getEventLoop().createTask(function* () {}))).toBe(true);
  yield* cancelOthers();
});

// CPython: test_tasks.test_future_subclass
plain("Task is a subclass of Future", () => {
  expect(Task.prototype).toBeInstanceOf(Future);
});

// CPython: test_tasks.test_subclasses_ctask_cfuture
plain("an instance of a Future subclass can be awaited and keeps its overridden methods", () => {
  class Counted extends Future<string> {
    results = 0;
    override setResult(result: string): void {
      this.results++;
      super.setResult(result);
    }
  }
  const future = new Counted({ loop });
  loop.callSoon(() => future.setResult("spam"));
  const result = loop.runUntilComplete(function* () {
    return yield* future;
  });
  expect(result).toBe("spam");
  expect(future.results).toBe(1);
});

// CPython: test_futures.test_future_repr
plain("String(future) shows the state and the result or exception", () => {
  const future = (set: (future: Future<unknown>) => void) => {
    const made = loop.createFuture<unknown>();
    set(made);
    return String(made);
  };
  expect(future(() => {})).toBe("<Future pending>");
  expect(future((made) => made.cancel())).toBe("<Future cancelled>");
  expect(future((made) => made.setResult(4))).toBe("<Future finished result=4>");
  expect(future((made) => made.setResult("four"))).toBe('<Future finished result="four">');
  expect(
    future((made) => {
      made.setException(new RangeError("boom"));
      made.exception();
    }),
  ).toBe('<Future finished exception=RangeError("boom")>');
});

// CPython: test_futures2.test_recursive_repr_for_pending_tasks
plain("String(future) abbreviates a result that contains the future itself", () => {
  const future = loop.createFuture<unknown>();
  const holder = { future, toString: () => `holds ${String(future)}` };
  future.setResult(holder);
  expect(String(future).length).toBeLessThan(200);
  expect(String(future)).toContain("...");
});

// CPython: test_futures.test_future_stop_iteration_args
plain("future.setResult(array) delivers the array itself to the awaiting task", () => {
  const future = loop.createFuture<[number, number]>();
  const task = loop.createTask(function* () {
    return yield* future;
  });
  onePass(loop);
  const result: [number, number] = [1, 2];
  future.setResult(result);
  expect(loop.runUntilComplete(task)).toBe(result);
});

// CPython: test_futures.test_future_iter_throw
plain("throw() and return() on a future's iterator pass any value through and leave the future pending", () => {
  const future = loop.createFuture<void>();
  const iterator = future[Symbol.iterator]();
  for (const thrown of [new RangeError("zebra"), "text", undefined]) {
    let caught: unknown = "nothing";
    try {
      iterator.throw!(thrown);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBe(thrown);
  }
  expect(iterator.return!(7 as never)).toEqual({ done: true, value: 7 });
  expect(future.done()).toBe(false);
});

// CPython: test_tasks.test_foobar
plain("a task can await a Future subclass whose getLoop() throws", () => {
  class Secret extends Future<number> {
    override getLoop(): never {
      throw new Error("secret");
    }
  }
  const future = new Secret({ loop });
  loop.callLater(100, () => future.setResult(1));
  const task = loop.createTask(function* () {
    yield* future;
    return "spam";
  });
  expect(loop.runUntilComplete(task)).toBe("spam");
});
