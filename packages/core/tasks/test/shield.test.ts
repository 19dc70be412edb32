import { ContextVar } from "@asyncio-ts/loop";
import {
  CancelledError,
  createTask,
  type EventLoop,
  type Future,
  getRunningLoop,
  InvalidStateError,
  run,
  setEventLoop,
  shield,
  sleep,
} from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { describe, expect, test } from "vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

const future = <T>(): Future<T> => getRunningLoop().createFuture<T>();

/** Collects what the exception handler is told. */
function heard(into: string[]) {
  return (loop: EventLoop) => loop.setExceptionHandler((_, { message, exception }) => into.push(`${message}: ${String(exception)}`));
}

describe("what the inner one comes to, the outer one comes to", () => {
  // CPython: test_tasks.test_shield_result
  test("a result", () => {
    virtually(function* () {
      const inner = future<number>();
      const outer = shield(inner);
      inner.setResult(42);
      expect(yield* outer).toBe(42);
    });
  });

  // CPython: test_tasks.test_shield_exception
  test("an exception", () => {
    virtually(function* () {
      const inner = future<number>();
      const outer = shield(inner);
      const error = new Error("expected");
      inner.setException(error);
      yield* sleep(0);
      expect(outer.exception()).toBe(error);
    });
  });

  // CPython: test_tasks.test_shield_cancel_inner
  test("a cancellation", () => {
    virtually(function* () {
      const inner = future<number>();
      const outer = shield(inner);
      inner.cancel("mine");
      yield* sleep(0);
      expect(outer.cancelled()).toBe(true);
      expect(yield* thrown(outer)).toMatchObject({ message: "" });
    });
  });
});

describe("rule 19: a done future", () => {
  // CPython: test_tasks.test_shield_shortcut
  test("rule 19: its shield is that future itself", () => {
    virtually(function* () {
      const done = future<number>();
      done.setResult(42);
      expect(shield(done)).toBe(done);
      expect(yield* shield(done)).toBe(42);
    });
  });
});

describe("cancelling the outer one", () => {
  // CPython: test_tasks.test_shield_cancel_outer
  // CPython: test_tasks.test_shield_effect
  test("leaves the inner one alone", () => {
    virtually(function* () {
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
  });

  // CPython: test_tasks.test_shield_cancel_outer_result
  test("a later result of the inner one is told to nobody", () => {
    // `virtually` fails when the handler is called.
    virtually(function* () {
      const inner = future<number>();
      const outer = shield(inner);
      outer.cancel();
      yield* sleep(0);
      inner.setResult(1);
      yield* sleep(0);
      expect(outer.cancelled()).toBe(true);
    });
  });

  test("in the same tick as the inner one's end, before or after it", () => {
    virtually(function* () {
      const [first, second] = [future<number>(), future<number>()];
      const [a, b] = [shield(first), shield(second)];
      a.cancel();
      first.setResult(1);
      second.setResult(2);
      b.cancel();
      yield* sleep(0);
      expect([a.cancelled(), b.cancelled()]).toEqual([true, true]);
    });
  });

  // CPython: test_tasks.test_shield_cancel_outer_exception
  test("rule 19: a later failure of the inner one goes to the handler", () => {
    const told: string[] = [];
    virtually(function* () {
      const inner = future<number>();
      const outer = shield(inner);
      outer.cancel();
      yield* sleep(0);
      inner.setException(new RangeError("foo"));
      yield* sleep(0);
    }, heard(told));
    expect(told).toEqual(["RangeError exception in shielded future: RangeError: foo"]);
  });

  // CPython: test_tasks.test_shield_duplicate_log_once
  test("rule 19: once, however many shields were given up", () => {
    const told: string[] = [];
    virtually(function* () {
      const inner = future<number>();
      for (let i = 0; i < 2; i++) {
        const outer = shield(inner);
        outer.cancel();
        yield* sleep(0);
      }
      inner.setException(new Error("foo"));
      yield* sleep(0);
    }, heard(told));
    expect(told).toHaveLength(1);
  });

  test("rule 19: a later cancellation of the inner one does not", () => {
    virtually(function* () {
      const inner = future<number>();
      shield(inner).cancel();
      yield* sleep(0);
      inner.cancel();
      yield* sleep(0);
    });
  });

  test("another shield of the same future still gets its outcome", () => {
    const told: string[] = [];
    virtually(function* () {
      const inner = future<number>();
      const [given, kept] = [shield(inner), shield(inner)];
      given.cancel();
      yield* sleep(0);
      inner.setException(new Error("foo"));
      expect(yield* thrown(kept)).toMatchObject({ message: "foo" });
    }, heard(told));
    expect(told).toHaveLength(1);
  });
});

describe("an outer one that somebody settles", () => {
  test("keeps that; the inner one's result is dropped", () => {
    virtually(function* () {
      const inner = future<number>();
      const outer = shield(inner);
      outer.setResult(1);
      yield* sleep(0);
      inner.setResult(2);
      yield* sleep(0);
      expect(outer.result()).toBe(1);
    });
  });

  test("in the same tick: the handler is told, and the others who wait hear all the same", () => {
    const told: string[] = [];
    virtually(function* () {
      const inner = future<number>();
      const outer = shield(inner);
      let called = false;
      inner.addDoneCallback(() => (called = true));
      outer.setResult(1);
      inner.setResult(2);
      yield* sleep(0);
      expect(called).toBe(true);
      expect(outer.result()).toBe(1);
    }, heard(told));
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(InvalidStateError.name);
  });
});

describe("loops", () => {
  // CPython: test_tasks.test_shield_coroutine_use_running_loop
  test("a coroutine becomes a task of the running loop", () => {
    virtually(function* () {
      const outer = shield(sleep(5, 42));
      expect(outer.getLoop()).toBe(getRunningLoop());
      expect(yield* outer).toBe(42);
    });
  });

  // CPython: test_tasks.test_shield_coroutine_use_global_loop
  test("outside a step, of the loop that was set", () => {
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

  test("a future keeps its own loop", () => {
    const loop = new VirtualLoop();
    const inner = loop.createFuture<number>();
    const outer = shield(inner);
    inner.setResult(42);
    expect(loop.runUntilComplete(outer)).toBe(42);
    loop.close();
  });
});

test("the awaiter can go on after its own cancellation, and await the inner one again", () => {
  virtually(function* () {
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
});

test("a failure behind a shield that was given up is reported in the context of the shield's caller", () => {
  const variable = new ContextVar("variable", { default: "nobody's" });
  const loop = new VirtualLoop();
  const seen: string[] = [];
  loop.setExceptionHandler(() => seen.push(variable.get()));
  run(
    function* () {
      variable.set("the caller's");
      const inner = loop.createFuture();
      shield(inner).cancel();
      yield* sleep(1);
      inner.setException(new Error("boom"));
      variable.set("changed since");
      yield* sleep(1);
    },
    { loop },
  );
  expect(seen).toEqual(["the caller's"]);
});
