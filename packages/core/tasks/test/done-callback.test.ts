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

/** A callback that notes `what`. */
const note = (what: unknown) => () => void calls.push(what);

test("rule 7: a done callback is never called inline, but in the next pass", () => {
  const future = loop.createFuture<string>();
  future.addDoneCallback(note("called"));
  future.setResult("foo");
  expect(calls).toEqual([]);
  onePass(loop);
  expect(calls).toEqual(["called"]);
});

// CPython: test_futures.test_callbacks_invoked_on_set_result
test("rule 7: done callbacks are called with the future, in the order of adding", () => {
  const future = loop.createFuture<string>();
  future.addDoneCallback((done) => calls.push(1, done));
  future.addDoneCallback(note(2));
  future.addDoneCallback(note(3));
  future.setResult("foo");
  onePass(loop);
  expect(calls.length).toBe(4);
  expect(calls[1] === future).toBe(true);
  expect([calls[0], calls[2], calls[3]]).toEqual([1, 2, 3]);
});

test("rule 7: a callback that is added to a finished future is called in the next pass too", () => {
  const future = loop.createFuture<string>();
  future.setResult("foo");
  future.addDoneCallback(note("late"));
  expect(calls).toEqual([]);
  onePass(loop);
  expect(calls).toEqual(["late"]);
});

test("rule 7: callbacks stand in the ready queue where the future was settled", () => {
  const first = loop.createFuture<void>();
  const second = loop.createFuture<void>();
  second.addDoneCallback(note("second, a"));
  first.addDoneCallback(note("first"));
  second.addDoneCallback(note("second, b"));
  loop.callSoon(note("before"));
  first.setResult();
  loop.callSoon(note("between"));
  second.setResult();
  loop.callSoon(note("after"));
  onePass(loop);
  expect(calls).toEqual(["before", "first", "between", "second, a", "second, b", "after"]);
});

test("rule 7: what a callback schedules runs a pass later, behind the other callbacks", () => {
  const future = loop.createFuture<void>();
  future.addDoneCallback(() => {
    calls.push("a");
    future.addDoneCallback(note("added by a"));
    loop.callSoon(note("soon"));
  });
  future.addDoneCallback(note("b"));
  future.setResult();
  onePass(loop);
  expect(calls).toEqual(["a", "b"]);
  onePass(loop);
  expect(calls).toEqual(["a", "b", "added by a", "soon"]);
});

test("rule 7: callbacks and awaiting tasks take turns in the order of their coming", () => {
  const future = loop.createFuture<void>();
  const waits = function* (name: string) {
    yield* future;
    calls.push(name);
  };
  future.addDoneCallback(note("callback 1"));
  loop.createTask(waits("task 1"));
  onePass(loop);
  future.addDoneCallback(note("callback 2"));
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
])("callbacks are called after %s", (_, settle) => {
  const future = loop.createFuture<unknown>();
  future.addDoneCallback(note("called"));
  settle(future);
  onePass(loop);
  expect(calls).toEqual(["called"]);
});

// CPython: test_futures.test_remove_done_callback
test("rule 8: removeDoneCallback removes all equal ones and counts them", () => {
  const future = loop.createFuture<void>();
  const [one, two, three] = [note(1), note(2), note(3)];
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
  ["the first", [0], [17, 100]],
  ["the first and the second", [0, 1], [100]],
  ["the third", [2], [42, 17]],
  ["all", [2, 0, 1], []],
])("removing %s leaves the others in order", (_, removed, left) => {
  const future = loop.createFuture<void>();
  const callbacks = [note(42), note(17), note(100)];
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
test("a callback that removes others of the same future comes too late: they are scheduled", () => {
  const future = loop.createFuture<void>();
  const other = note("other");
  future.addDoneCallback(() => calls.push(future.removeDoneCallback(other)));
  future.addDoneCallback(other);
  future.addDoneCallback(other);
  future.setResult();
  onePass(loop);
  expect(calls).toEqual([0, "other", "other"]);
});

test("a task's callbacks are called in the pass after its last step", () => {
  const task = loop.createTask(function* () {
    yield* sleep(0);
    calls.push("ended");
  });
  task.addDoneCallback(note("called"));
  onePass(loop);
  onePass(loop);
  expect(calls).toEqual(["ended"]);
  onePass(loop);
  expect(calls).toEqual(["ended", "called"]);
});

test("a callback's exception is reported, and the others are called", () => {
  const reports = reportsOf(loop);
  const future = loop.createFuture<void>();
  const error = new RangeError("boom");
  future.addDoneCallback(function breaks() {
    throw error;
  });
  future.addDoneCallback(note("called"));
  future.setResult();
  onePass(loop);
  expect(calls).toEqual(["called"]);
  expect(reports).toMatchObject([{ message: "Exception in callback function breaks", exception: error }]);
});

test("rule 6: a callback runs in a copy of the context in which it was added", () => {
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

test("rule 6: a context that is given to addDoneCallback is the callback's own", () => {
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

test("addDoneCallback refuses what is no function", () => {
  const future = loop.createFuture<void>();
  expect(() => future.addDoneCallback(1 as never)).toThrow(TypeError);
});

test("a task created by a callback of the host's sees the callback's future done", () => {
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

test("the callbacks of one future are never a choice, whether they came before or after it was done", () => {
  loop.choose = (_kind, alternatives) => alternatives.length - 1;
  const future = loop.createFuture<void>();
  future.addDoneCallback(note(1));
  future.addDoneCallback(note(2));
  future.setResult();
  future.addDoneCallback(note(3));
  future.addDoneCallback(note(4));
  onePass(loop);
  expect(calls).toEqual([1, 2, 3, 4]);
});
