import { setChooser } from "@asyncio-ts/loop/lowlevel";
import { type Context, ContextVar, copyContext } from "@asyncio-ts/loop";
import { createTask, type Future, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { onePass } from "./one-pass.ts";
import { reportsOf } from "./reports.ts";

let loop: VirtualLoop;
let calls: unknown[];
beforeEach(() => {
  loop = new VirtualLoop();
  calls = [];
});
afterEach(() => loop.close());

/** Returns a callback that records `value`. */
const record = (value: unknown) => () => void calls.push(value);

test("rule 7: a done callback is called in the next pass, never inline", () => {
  const future = loop.createFuture<string>();
  future.addDoneCallback(record("called"));
  future.setResult("foo");
  expect(calls).toEqual([]);
  onePass(loop);
  expect(calls).toEqual(["called"]);
});

// CPython: test_futures.test_callbacks_invoked_on_set_result
test("rule 7: done callbacks are called with the future, in the order in which they were added", () => {
  const future = loop.createFuture<string>();
  future.addDoneCallback((done) => calls.push(1, done));
  future.addDoneCallback(record(2));
  future.addDoneCallback(record(3));
  future.setResult("foo");
  onePass(loop);
  expect(calls.length).toBe(4);
  expect(calls[1] === future).toBe(true);
  expect([calls[0], calls[2], calls[3]]).toEqual([1, 2, 3]);
});

test("rule 7: a callback added to a done future is called in the next pass, never inline", () => {
  const future = loop.createFuture<string>();
  future.setResult("foo");
  future.addDoneCallback(record("late"));
  expect(calls).toEqual([]);
  onePass(loop);
  expect(calls).toEqual(["late"]);
});

test("rule 7: done callbacks take the place in the ready queue at which their future was settled", () => {
  const first = loop.createFuture<void>();
  const second = loop.createFuture<void>();
  second.addDoneCallback(record("second, a"));
  first.addDoneCallback(record("first"));
  second.addDoneCallback(record("second, b"));
  loop.callSoon(record("before"));
  first.setResult();
  loop.callSoon(record("between"));
  second.setResult();
  loop.callSoon(record("after"));
  onePass(loop);
  expect(calls).toEqual(["before", "first", "between", "second, a", "second, b", "after"]);
});

test("rule 7: callbacks scheduled by a done callback run one pass later, behind the other done callbacks", () => {
  const future = loop.createFuture<void>();
  future.addDoneCallback(() => {
    calls.push("a");
    future.addDoneCallback(record("added by a"));
    loop.callSoon(record("soon"));
  });
  future.addDoneCallback(record("b"));
  future.setResult();
  onePass(loop);
  expect(calls).toEqual(["a", "b"]);
  onePass(loop);
  expect(calls).toEqual(["a", "b", "added by a", "soon"]);
});

test("rule 7: done callbacks and awaiting tasks run in the order in which they were added to the future", () => {
  const future = loop.createFuture<void>();
  const waits = function* (name: string) {
    yield* future;
    calls.push(name);
  };
  future.addDoneCallback(record("callback 1"));
  loop.createTask(waits("task 1"));
  onePass(loop);
  future.addDoneCallback(record("callback 2"));
  loop.createTask(waits("task 2"));
  onePass(loop);
  future.setResult();
  onePass(loop);
  expect(calls).toEqual(["callback 1", "task 1", "callback 2", "task 2"]);
  onePass(loop);
});

// CPython: test_futures.test_callbacks_invoked_on_set_result
// CPython: test_futures.test_callbacks_invoked_on_set_exception
test.each([
  ["a result", (future: Future<unknown>) => future.setResult(1)],
  ["an exception", (future: Future<unknown>) => (future.setException(new Error("boom")), future.exception())],
  ["a cancellation", (future: Future<unknown>) => future.cancel()],
])("done callbacks are called after %s", (_, settle) => {
  const future = loop.createFuture<unknown>();
  future.addDoneCallback(record("called"));
  settle(future);
  onePass(loop);
  expect(calls).toEqual(["called"]);
});

// CPython: test_futures.test_remove_done_callback
test("rule 8: removeDoneCallback() removes all equal callbacks and returns their number", () => {
  const future = loop.createFuture<void>();
  const [one, two, three] = [record(1), record(2), record(3)];
  future.addDoneCallback(one);
  future.addDoneCallback(two);
  expect(future.removeDoneCallback(two)).toBe(1);
  expect(future.removeDoneCallback(three)).toBe(0);
  future.addDoneCallback(two);
  for (let i = 0; i < 5; i++) future.addDoneCallback(one);
  expect(future.removeDoneCallback(one)).toBe(6);
  future.setResult();
  onePass(loop);
  expect(calls).toEqual([2]);
});

// CPython: test_futures.test_callbacks_remove_first_callback
// CPython: test_futures.test_callbacks_remove_first_and_second_callback
// CPython: test_futures.test_callbacks_remove_third_callback
test.each([
  ["the first callback", [0], [17, 100]],
  ["the first and the second callback", [0, 1], [100]],
  ["the third callback", [2], [42, 17]],
  ["all callbacks", [2, 0, 1], []],
])("removeDoneCallback() of %s keeps the others in order", (_, removed, left) => {
  const future = loop.createFuture<void>();
  const callbacks = [record(42), record(17), record(100)];
  for (const callback of callbacks) future.addDoneCallback(callback);
  for (const index of removed) {
    expect(future.removeDoneCallback(callbacks[index]!)).toBe(1);
    expect(future.removeDoneCallback(callbacks[index]!)).toBe(0);
  }
  future.setResult();
  onePass(loop);
  expect(calls).toEqual(left);
});

// CPython: test_futures.test_schedule_callbacks_list_mutation_1
test("removeDoneCallback() in a done callback of the same future removes nothing, because the callbacks are already scheduled", () => {
  const future = loop.createFuture<void>();
  const other = record("other");
  future.addDoneCallback(() => calls.push(future.removeDoneCallback(other)));
  future.addDoneCallback(other);
  future.addDoneCallback(other);
  future.setResult();
  onePass(loop);
  expect(calls).toEqual([0, "other", "other"]);
});

test("the done callbacks of a task are called in the pass after its last step", () => {
  const task = loop.createTask(function* () {
    yield* sleep(0);
    calls.push("ended");
  });
  task.addDoneCallback(record("called"));
  onePass(loop);
  onePass(loop);
  expect(calls).toEqual(["ended"]);
  onePass(loop);
  expect(calls).toEqual(["ended", "called"]);
});

test("an error thrown by a done callback is reported, and the other done callbacks are called", () => {
  const reports = reportsOf(loop);
  const future = loop.createFuture<void>();
  const error = new RangeError("boom");
  future.addDoneCallback(function breaks() {
    throw error;
  });
  future.addDoneCallback(record("called"));
  future.setResult();
  onePass(loop);
  expect(calls).toEqual(["called"]);
  expect(reports).toMatchObject([{ message: "Exception in callback function breaks", exception: error }]);
});

test("rule 6: a done callback runs in a copy of the context in which it was added", () => {
  const variable = new ContextVar("variable", { default: "nope" });
  const seen: string[] = [];
  loop.runUntilComplete(function* () {
    const future = loop.createFuture<void>();
    variable.set("at adding");
    future.addDoneCallback(() => {
      seen.push(variable.get());
      variable.set("of the callback");
    });
    variable.set("later");
    loop.callSoon(() => future.setResult());
    yield* future;
    yield* sleep(0);
    seen.push(variable.get());
  });
  expect(seen).toEqual(["at adding", "later"]);
  expect(variable.get()).toBe("nope");
});

test("rule 6: a done callback runs in the context given to addDoneCallback(), not in a copy", () => {
  const variable = new ContextVar<number>("variable");
  const context = copyContext();
  const future = loop.createFuture<void>();
  future.addDoneCallback(() => variable.set(5), { context });
  future.setResult();
  onePass(loop);
  expect(context.get(variable)).toBe(5);
});

// CPython: test_futures2.test_handle_exc_handler_correct_context
test("rule 6: the exception handler is called in the context of the callback that failed", () => {
  const variable = new ContextVar("variable", { default: "foo" });
  const seen: string[] = [];
  loop.setExceptionHandler(() => seen.push(variable.get()));
  const context: Context = copyContext();
  loop.createFuture<void>();
  loop.callSoon(() => {
    variable.set("bar");
    throw new Error("boom");
  });
  onePass(loop);
  context.run(() => seen.push(variable.get()));
  expect(seen).toEqual(["bar", "foo"]);
});

test("addDoneCallback() throws TypeError for a value that is not a function", () => {
  const future = loop.createFuture<void>();
  expect(() => future.addDoneCallback(1 as never)).toThrow(TypeError);
});

test("a task created by a done callback can await the callback's future", () => {
  const future = loop.createFuture<string>();
  future.addDoneCallback((done) => {
    createTask(function* () {
      calls.push(yield* done);
    });
  });
  future.setResult("value");
  onePass(loop);
  onePass(loop);
  expect(calls).toEqual(["value"]);
});

test("loop.choose does not reorder the callbacks of one future, whether added before or after it was done", () => {
  setChooser(loop, (_kind, alternatives) => alternatives.length - 1);
  const future = loop.createFuture<void>();
  future.addDoneCallback(record(1));
  future.addDoneCallback(record(2));
  future.setResult();
  future.addDoneCallback(record(3));
  future.addDoneCallback(record(4));
  onePass(loop);
  expect(calls).toEqual([1, 2, 3, 4]);
});
