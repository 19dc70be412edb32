import { expect, test } from "vitest";
import { shutdownDefaultExecutor, ThreadPoolExecutor, threadModule, toThread } from "@asyncio-ts/node";
import { ContextVar, copyContext } from "@asyncio-ts/loop";
import { gather, run } from "@asyncio-ts/tasks";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

const url = new URL("./jobs.js", import.meta.url);
const jobs = threadModule<typeof import("./jobs.js")>(url);

test("threadModule() calls the exports of a module in other threads", async () => {
  const results = await run(function* () {
    return yield* gather(jobs.add(1, 2), jobs.double(21), jobs.moves(2));
  });
  expect(results).toEqual([3, 42, new Uint8Array([7, 7])]);
});

test("threadModule() may have an executor of its own", async () => {
  await run(function* () {
    const executor = new ThreadPoolExecutor({ maxWorkers: 1 });
    const own = threadModule<typeof import("./jobs.js")>(url, { executor });
    expect(yield* own.add(1, 2)).toBe(3);
    yield* executor.shutdown({ wait: true });
    expect((yield* thrown(own.add(1, 2))).message).toContain("after shutdown");
    expect(yield* jobs.add(1, 2)).toBe(3);
  });
});

test("a thread module is no thenable, and its functions are the same at each look", async () => {
  expect((jobs as { then?: unknown }).then).toBeUndefined();
  expect(jobs.add).toBe(jobs.add);
  expect(await Promise.resolve(jobs)).toBe(jobs);
});

test("threadModule() refuses what is no URL", () => {
  expect(() => threadModule(5 as never)).toThrow("threadModule: the URL of a module was expected, got 5");
});

// CPython: test_threads.test_to_thread
// CPython: test_events.test_run_in_executor
test("toThread() returns the result", async () => {
  expect(await run(() => toThread(url, "add", 40, 2))).toBe(42);
});

// CPython: test_threads.test_to_thread_exception
test("toThread() throws the error of the function", async () => {
  await run(function* () {
    expect(yield* thrown(toThread(url, "throws"))).toMatchObject({ name: "QuotaError", message: "over" });
  });
});

// CPython: test_threads.test_to_thread_once
test("toThread() calls the function once, when it is awaited", async () => {
  const counter = new Int32Array(new SharedArrayBuffer(4));
  await run(function* () {
    const call = toThread(new URL("./counts.js", import.meta.url), "count", counter);
    expect(counter[0]).toBe(0);
    yield* call;
  });
  expect(counter[0]).toBe(1);
});

// CPython: test_threads.test_to_thread_concurrent
test("many calls of toThread() at the same time are each made once", async () => {
  const counter = new Int32Array(new SharedArrayBuffer(4));
  await run(function* () {
    const calls = Array.from({ length: 10 }, () => toThread(new URL("./counts.js", import.meta.url), "count", counter));
    yield* gather(...calls);
  });
  expect(counter[0]).toBe(10);
});

test("context variables do not cross threads", async () => {
  const name = new ContextVar<string>("name", { default: "nobody" });
  await copyContext().run(() => {
    name.set("caller");
    return run(function* () {
      expect(yield* toThread(new URL("./counts.js", import.meta.url), "readName")).toBe("unset");
    });
  });
});

test("shutdownDefaultExecutor() waits for the threads, and refuses later jobs", async () => {
  await run(function* () {
    expect(yield* toThread(url, "add", 1, 2)).toBe(3);
    yield* shutdownDefaultExecutor();
    expect((yield* thrown(toThread(url, "add", 1, 2))).message).toContain("was shut down");
  });
});
