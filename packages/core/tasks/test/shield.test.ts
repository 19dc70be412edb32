import { ContextVar } from "@asyncio-ts/loop";
import {
  CancelledError,
  createTask,
  type Future,
  getRunningLoop,
  InvalidStateError,
  run,
  setEventLoop,
  shield,
  sleep,
} from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { collectReports } from "./reports.ts";
import { future } from "./running-loop.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

describe("outcome of the inner future", () => {
  // CPython: test_tasks.test_shield_result
  test("shield() returns a future that gets the result of the inner future", function* () {
    const inner = future<number>();
    const outer = shield(inner);
    inner.setResult(42);
    expect(yield* outer).toBe(42);
  });

  // CPython: test_tasks.test_shield_exception
  test("shield() returns a future that gets the exception of the inner future", function* () {
    const inner = future<number>();
    const outer = shield(inner);
    const error = new Error("expected");
    inner.setException(error);
    yield* sleep(0);
    expect(outer.exception()).toBe(error);
  });

  // CPython: test_tasks.test_shield_cancel_inner
  test("shield() returns a future that is cancelled, without the message, when the inner future is cancelled", function* () {
    const inner = future<number>();
    const outer = shield(inner);
    inner.cancel("mine");
    yield* sleep(0);
    expect(outer.cancelled()).toBe(true);
    expect(yield* thrown(outer)).toMatchObject({ message: "" });
  });
});

describe("rule 19: a done future", () => {
  // CPython: test_tasks.test_shield_shortcut
  test("rule 19: shield() of a done future returns that future itself", function* () {
    const done = future<number>();
    done.setResult(42);
    expect(shield(done)).toBe(done);
    expect(yield* shield(done)).toBe(42);
  });
});

describe("cancellation of the shield", () => {
  // CPython: test_tasks.test_shield_cancel_outer
  // CPython: test_tasks.test_shield_effect
  test("cancelling a task that awaits a shield does not cancel the inner task", function* () {
    const gate = future<void>();
    let passed = 0;
    const inner = createTask(function* () {
      yield* gate;
      passed++;
    });
    const outer = createTask(function* () {
      yield* shield(inner);
      passed += 100;
    });
    yield* sleep(1);
    outer.cancel("enough");
    expect(yield* thrown(outer)).toMatchObject({ message: "enough" });
    expect(inner.cancelling()).toBe(0);
    gate.setResult();
    yield* inner;
    expect(passed).toBe(1);
  });

  // CPython: test_tasks.test_shield_cancel_outer_result
  test("a result that the inner future gets after its shield was cancelled is not reported", function* () {
    // The test fails when an error is reported.
    const inner = future<number>();
    const outer = shield(inner);
    outer.cancel();
    yield* sleep(0);
    inner.setResult(1);
    yield* sleep(0);
    expect(outer.cancelled()).toBe(true);
  });

  test("cancelling a shield in the tick in which the inner future gets its result, before or after, cancels the shield", function* () {
    const [first, second] = [future<number>(), future<number>()];
    const [a, b] = [shield(first), shield(second)];
    a.cancel();
    first.setResult(1);
    second.setResult(2);
    b.cancel();
    yield* sleep(0);
    expect([a.cancelled(), b.cancelled()]).toEqual([true, true]);
  });

  // CPython: test_tasks.test_shield_cancel_outer_exception
  test("rule 19: an exception that the inner future gets after its shield was cancelled is reported", function* () {
    const reports: string[] = [];
    collectReports(reports);

    const inner = future<number>();
    const outer = shield(inner);
    outer.cancel();
    yield* sleep(0);
    inner.setException(new RangeError("foo"));
    yield* sleep(0);

    expect(reports).toEqual(["RangeError exception in shielded future: RangeError: foo"]);
  });

  // CPython: test_tasks.test_shield_duplicate_log_once
  test("rule 19: an exception behind several cancelled shields is reported once", function* () {
    const reports: string[] = [];
    collectReports(reports);

    const inner = future<number>();
    for (let i = 0; i < 2; i++) {
      const outer = shield(inner);
      outer.cancel();
      yield* sleep(0);
    }
    inner.setException(new Error("foo"));
    yield* sleep(0);

    expect(reports).toHaveLength(1);
  });

  test("rule 19: a cancellation of the inner future after its shield was cancelled is not reported", function* () {
    const inner = future<number>();
    shield(inner).cancel();
    yield* sleep(0);
    inner.cancel();
    yield* sleep(0);
  });

  test("a second shield of the same future still gets the exception after the first was cancelled", function* () {
    const reports: string[] = [];
    collectReports(reports);

    const inner = future<number>();
    const [first, second] = [shield(inner), shield(inner)];
    first.cancel();
    yield* sleep(0);
    inner.setException(new Error("foo"));
    expect(yield* thrown(second)).toMatchObject({ message: "foo" });

    expect(reports).toHaveLength(1);
  });
});

describe("a shield that is set directly", () => {
  test("a shield that is set directly keeps its result and ignores a later one of the inner future", function* () {
    const inner = future<number>();
    const outer = shield(inner);
    outer.setResult(1);
    yield* sleep(0);
    inner.setResult(2);
    yield* sleep(0);
    expect(outer.result()).toBe(1);
  });

  test("a shield that is set in the tick of the inner result reports InvalidStateError, and other callbacks of the inner future run", function* () {
    const reports: string[] = [];
    collectReports(reports);

    const inner = future<number>();
    const outer = shield(inner);
    let called = false;
    inner.addDoneCallback(() => (called = true));
    outer.setResult(1);
    inner.setResult(2);
    yield* sleep(0);
    expect(called).toBe(true);
    expect(outer.result()).toBe(1);

    expect(reports).toHaveLength(1);
    expect(reports[0]).toContain(InvalidStateError.name);
  });
});

describe("loops", () => {
  // CPython: test_tasks.test_shield_coroutine_use_running_loop
  test("shield() of a coroutine creates a task on the running loop", function* () {
    const outer = shield(sleep(5, 42));
    expect(outer.getLoop()).toBe(getRunningLoop());
    expect(yield* outer).toBe(42);
  });

  // CPython: test_tasks.test_shield_coroutine_use_global_loop
  plain("shield() of a coroutine outside a step creates a task on the loop that was set", () => {
    const loop = new VirtualLoop();
    setEventLoop(loop);
    try {
      const outer = shield(sleep(5, 42));
      expect(outer.getLoop()).toBe(loop);
      expect(loop.runUntilComplete(outer)).toBe(42);
    } finally {
      setEventLoop(null);
      loop.close();
    }
  });

  plain("shield() of a future outside a step uses the future's loop", () => {
    const loop = new VirtualLoop();
    const inner = loop.createFuture<number>();
    const outer = shield(inner);
    inner.setResult(42);
    expect(loop.runUntilComplete(outer)).toBe(42);
    loop.close();
  });
});

test("a task that catches its cancellation at a shield can await the inner task again", function* () {
  const inner = createTask(sleep(100, "result"));
  const outer = createTask(function* () {
    try {
      return yield* shield(inner);
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
      return yield* inner;
    }
  });
  yield* sleep(10);
  outer.cancel();
  expect(yield* outer).toBe("result");
});

const reported: Record<string, (inner: Future<number>, outer: Future<number>) => Generator<any, void, any>> = {
  *"an exception behind a cancelled shield"(inner, outer) {
    outer.cancel();
    yield* sleep(1);
    inner.setException(new Error("boom"));
  },
  *"the outcome behind a shield that was settled by hand"(inner, outer) {
    outer.setResult(1);
    inner.setResult(2);
  },
};

plain.each(Object.keys(reported))("%s is reported in the context of the caller of shield()", (name) => {
  const variable = new ContextVar("variable", { default: "default" });
  const loop = new VirtualLoop();
  const seen: string[] = [];
  loop.setExceptionHandler(() => seen.push(variable.get()));
  run(
    function* () {
      variable.set("the caller's");
      const inner = loop.createFuture<number>();
      yield* reported[name]!(inner, shield(inner));
      variable.set("changed since");
      yield* sleep(1);
    },
    { loop },
  );
  expect(seen).toEqual(["the caller's"]);
});
