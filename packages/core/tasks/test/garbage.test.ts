// @skip-on Bun, Chromium: Only V8 collects garbage on demand.
import { coroutine, createTask, type Future, getEventLoop, HostLoop, type Task } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { onePass } from "./one-pass.ts";
import { reportsOf, warnings } from "./reports.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Collects garbage until `seen` says so; a test that waits in vain runs into its time limit. */
async function collectUntil(seen: () => boolean): Promise<void> {
  while (!seen()) {
    // What a weak reference was asked for lives until the end of the job, and finalizers have jobs of their own.
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
}

/** Collects garbage for as long as it would have taken to lose something. */
async function collectForLong(): Promise<void> {
  const lost = new WeakRef({});
  await collectUntil(() => lost.deref() === undefined);
  for (let i = 0; i < 3; i++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
}

test("a task that nobody holds is not lost, whatever it waits for", async () => {
  const loop = new HostVirtualLoop();
  const log: string[] = [];
  const futures = new Map<string, WeakRef<Future<void>>>();
  (() => {
    const future = loop.createFuture<void>();
    futures.set("forgotten", new WeakRef(future));
    loop.createTask(function* () {
      try {
        yield* future;
      } finally {
        log.push("woken");
      }
    });
  })();
  await collectForLong();
  const future = futures.get("forgotten")!.deref();
  expect(future).not.toBe(undefined);
  future!.setResult();
  await collectForLong();
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
  await collectForLong();
  expect(reports).toEqual([]);
  loop.close();
});

test("a marked coroutine that was made outside every step is reported when it is collected", async () => {
  const warned = warnings();
  const work = coroutine(function* work() {});
  (() => void work())();
  await collectUntil(() => warned.length > 0);
  expect(warned).toEqual(["coroutine 'work' was never awaited"]);
});

test("what is done is let go of: tasks, results and awaited values", async () => {
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

test("a loop that was closed is let go of, with all that it held", async () => {
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

test("the process-wide loop is held, with its tasks", async () => {
  const before = new WeakRef(getEventLoop());
  await collectForLong();
  expect(before.deref()).toBeInstanceOf(HostLoop);
});
