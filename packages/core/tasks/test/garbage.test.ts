// @skip-on Bun, Chromium: Only V8 collects garbage on demand.
import { coroutine, createTask, Future, getEventLoop, HostLoop, run, sleep, type Task } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { onePass } from "./one-pass.ts";
import { reportsOf, warnings } from "./reports.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Collects garbage until `seen()` returns true. If it never does, the test times out. */
async function collectUntil(seen: () => boolean): Promise<void> {
  while (!seen()) {
    // deref() keeps its target alive until the end of the job, and finalizers run in later jobs.
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
}

/** Collects garbage until an unreachable object is gone, and three times more. */
async function collectRepeatedly(): Promise<void> {
  const unreachable = new WeakRef({});
  await collectUntil(() => unreachable.deref() === undefined);
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
}

test("a pending task without references survives garbage collection and resumes when its future is done", async () => {
  const loop = new HostVirtualLoop();
  const log: string[] = [];
  const futures = new Map<string, WeakRef<Future<void>>>();
  (() => {
    const future = loop.createFuture<void>();
    futures.set("awaited", new WeakRef(future));
    loop.createTask(function* () {
      try {
        yield* future;
      } finally {
        log.push("woken");
      }
    });
  })();
  await collectRepeatedly();
  const future = futures.get("awaited")!.deref();
  expect(future).not.toBe(undefined);
  future!.setResult();
  await collectRepeatedly();
  expect(log).toEqual(["woken"]);
  loop.close();
});

// Deno does not collect the future when it is asked to.
// CPython: test_futures.test_future_exception_never_retrieved
test.skipIf(on("Deno"))(
  "rule 9: an exception never retrieved is reported when its future is collected, before the loop closes",
  async () => {
    const loop = new VirtualLoop();
    const reports = reportsOf(loop);
    (() => {
      loop.createFuture().setException(new RangeError("of a future"));
      loop.createTask(function* () {
        throw new RangeError("of a task");
      });
      onePass(loop);
    })();
    await collectUntil(() => reports.length === 2);
    expect(reports.map(({ message, exception }) => `${message}: ${String(exception)}`).sort()).toEqual([
      "Future exception was never retrieved: RangeError: of a future",
      "Task exception was never retrieved: RangeError: of a task",
    ]);
    loop.close();
    expect(reports.length).toBe(2);
  },
);

test("rule 9: a retrieved exception is not reported when its future is collected", async () => {
  const loop = new VirtualLoop();
  const reports = reportsOf(loop);
  (() => {
    const future = loop.createFuture();
    future.setException(new RangeError("boom"));
    future.exception();
  })();
  await collectRepeatedly();
  expect(reports).toEqual([]);
  loop.close();
});

test("a marked coroutine created outside a step and never awaited is reported when it is collected", async () => {
  const warned = warnings();
  const work = coroutine(function* work() {});
  (() => void work())();
  await collectUntil(() => warned.length > 0);
  expect(warned).toEqual(["coroutine 'work' was never awaited"]);
});

test("a finished task and its result can be garbage-collected", async () => {
  const loop = new VirtualLoop();
  const gone: WeakRef<object>[] = [];
  const child = (): Task<object> =>
    createTask(function* () {
      const result = { big: true };
      gone.push(new WeakRef(result));
      return result;
    });
  loop.runUntilComplete(function* () {
    const task = child();
    gone.push(new WeakRef(task));
    yield* task;
  });
  onePass(loop);
  await collectUntil(() => gone.every((reference) => reference.deref() === undefined));
  expect(gone.length).toBe(2);
  loop.close();
});

test("a closed loop with a pending task can be garbage-collected", async () => {
  const gone = (() => {
    const loop = new VirtualLoop();
    reportsOf(loop);
    loop.createTask(function* () {
      yield* loop.createFuture();
    });
    onePass(loop);
    loop.close();
    return new WeakRef(loop);
  })();
  await collectUntil(() => gone.deref() === undefined);
});

test("loops that are made and closed in one job do not pile up until its end", () => {
  const make = (count: number) => {
    for (let i = 0; i < count; i++) run(sleep(1), { loop: new VirtualLoop() });
    collect();
    return process.memoryUsage().heapUsed;
  };
  const few = make(1000);
  const more = make(4000);
  // A closed loop leaves less than half a kilobyte, where a loop has five.
  expect((more - few) / 4000).toBeLessThan(500);
});

test("the process-wide loop survives garbage collection without references to it", async () => {
  const before = new WeakRef(getEventLoop());
  await collectRepeatedly();
  expect(before.deref()).toBeInstanceOf(HostLoop);
});

test("a dropped future with a pending then() can be garbage-collected", async () => {
  const future = new WeakRef(new Future<void>());
  (() => void future.deref()?.then(() => {}))();
  await collectUntil(() => future.deref() === undefined);
});

test("marked coroutines that were created in steps and dropped are reported when they are collected, and keep nothing", async () => {
  const warned = warnings();
  const work = coroutine(function* work(argument: object) {
    return argument;
  });
  const loop = new HostLoop();
  const argument = await loop.runUntilComplete(function* () {
    const dropped = { big: true };
    work(dropped);
    // The latest coroutine may still be about to begin.
    yield* work({});
    work({});
    work({});
    yield* sleep(1);
    return [new WeakRef(dropped)];
  });
  await collectUntil(() => argument[0]!.deref() === undefined && warned.length >= 2);
  expect(warned[0]).toBe("coroutine 'work' was never awaited");
  loop.close();
});

// Deno does not collect the future when it is asked to.
test.skipIf(on("Deno"))("rule 9: an exception that a host loop never retrieves is reported when its task is collected", async () => {
  const loop = new HostLoop();
  const reports = reportsOf(loop);
  (() => {
    loop.createTask(function* () {
      throw new RangeError("of a task");
    });
  })();
  await collectUntil(() => reports.length === 1);
  expect(reports[0]!.message).toBe("Task exception was never retrieved");
  loop.close();
});
