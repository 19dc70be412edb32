// @skip-on Chromium: A page does not have Node's file system.
import * as first from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { beforeAll, expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { copy } from "./copy.ts";
import { warnings } from "./reports.ts";

let second: typeof first;
beforeAll(async () => {
  second = await copy();
});

test("the second copy of the package is a separate module with its own classes", () => {
  expect(second).not.toBe(first);
  expect(second.Future).not.toBe(first.Future);
  expect(second.Task).not.toBe(first.Task);
});

test("instanceof, isFuture() and isCoroutine() recognize the objects of the other copy", () => {
  const loop = new VirtualLoop();
  const future = loop.createFuture<void>();
  const task = loop.createTask(function* () {});
  expect([future instanceof second.Future, task instanceof second.Future, task instanceof second.Task]).toEqual([true, true, true]);
  expect(future instanceof second.Task).toBe(false);
  expect([loop instanceof second.EventLoop, loop instanceof second.ThreadLoop, loop instanceof second.HostLoop]).toEqual([
    true,
    true,
    false,
  ]);
  expect([second.isFuture(future), second.isFuture(task), second.isCoroutine(first.sleep(1))]).toEqual([true, true, true]);
  const pairs = [
    [first.CancelledError, second.CancelledError],
    [first.InvalidStateError, second.InvalidStateError],
    [first.TimeoutError, second.TimeoutError],
  ] as const;
  for (const [ours, theirs] of pairs) {
    expect(pairs.map(([, other]) => new ours() instanceof other)).toEqual(pairs.map(([same]) => same === ours));
    expect(new theirs() instanceof ours).toBe(true);
  }
  expect(new second.ExceptionGroup("", [1]) instanceof first.ExceptionGroup).toBe(true);
  expect(new second.DeadlockError(loop, "") instanceof first.DeadlockError).toBe(true);
  loop.runUntilComplete(task);
  loop.close();
});

test("run() of one copy runs coroutines, futures, tasks and sleeps of the other", () => {
  const loop = new VirtualLoop();
  const result = second.run(
    function* () {
      const task = first.createTask(second.sleep(10, "a"));
      const future = second.getRunningLoop().createFuture<string>();
      loop.callLater(20, () => future.setResult("b"));
      const marked = second.coroutine(function* () {
        return yield* first.sleep(10, "c");
      });
      const both = first.coroutine(function* () {
        return yield* marked();
      });
      return [yield* task, yield* future, yield* both(), first.currentTask() === second.currentTask(), loop.time()];
    },
    { loop },
  );
  expect(result).toEqual(["a", "b", "c", true, 30]);
});

test("marked coroutines of both copies recurse through each other 20,000 deep", () => {
  type Recursion = (depth: number) => first.Coroutine<number>;
  const even: Recursion = first.coroutine(function* (depth: number): first.Coroutine<number> {
    return depth === 0 ? yield* second.sleep(1, 0) : 1 + (yield* odd(depth - 1));
  });
  const odd: Recursion = second.coroutine(function* (depth: number): first.Coroutine<number> {
    return depth === 0 ? 0 : 1 + (yield* even(depth - 1));
  });
  expect(first.run(() => even(20_000), { loop: new VirtualLoop() })).toBe(20_000);
});

test("gather(), wait() and waitFor() of one copy accept tasks and coroutines of the other", () => {
  const loop = new VirtualLoop();
  const result = first.run(
    function* () {
      const [a, b] = yield* second.gather(first.createTask(first.sleep(10, "a")), first.sleep(20, "b"));
      const slow = first.createTask(first.sleep(10_000));
      const { done, pending } = yield* second.wait([slow], { timeout: 5 });
      slow.cancel("stop");
      let error: unknown;
      try {
        yield* second.waitFor(slow, 100);
      } catch (caught) {
        error = caught;
      }
      return [a, b, done.size, pending.size, error instanceof second.CancelledError, (error as Error).message];
    },
    { loop },
  );
  expect(result).toEqual(["a", "b", 0, 1, true, "stop"]);
});

// JavaScriptCore hides where a task waits: stacks show no lines.
test.skipIf(on("Bun"))("task.getStack() shows the coroutines of both copies and does not step them", () => {
  const loop = new VirtualLoop();
  const future = new second.Future<string>({ loop });
  const inner = second.coroutine(function* inner() {
    return yield* future;
  });
  const task = loop.createTask(function* outer() {
    return yield* inner();
  });
  loop.callSoon(() => loop.stop());
  loop.runForever();
  for (let i = 0; i < 2; i++) expect(task.getStack().map(({ name }) => name)).toEqual(["outer", "inner"]);
  future.setResult("unharmed");
  expect(loop.runUntilComplete(task)).toBe("unharmed");
  loop.close();
});

test("both copies share the process-wide loop and the loop that was set", () => {
  expect(second.getEventLoop()).toBe(first.getEventLoop());
  const loop = new VirtualLoop();
  second.setEventLoop(loop);
  expect(first.getEventLoop()).toBe(loop);
  first.setEventLoop(null);
  expect(second.getEventLoop()).not.toBe(loop);
  loop.close();
});

test("reportNeverAwaited() of one copy reports the coroutines of both copies", () => {
  const warned = warnings();
  const [ofFirst, ofSecond] = [first.coroutine(function* ofFirst() {}), second.coroutine(function* ofSecond() {})];
  ofFirst();
  ofSecond();
  second.reportNeverAwaited();
  expect(warned.sort()).toEqual(["coroutine 'ofFirst' was never awaited", "coroutine 'ofSecond' was never awaited"]);
});

test("a coroutine marked by one copy and run by a task of the other is not reported as never awaited", () => {
  const warned = warnings();
  const marked = second.coroutine(function* marked() {});
  const outside = marked();
  first.run(
    function* () {
      yield* first.createTask(outside);
      yield* first.createTask(marked());
    },
    { loop: new VirtualLoop() },
  );
  first.reportNeverAwaited();
  expect(warned).toEqual([]);
});
