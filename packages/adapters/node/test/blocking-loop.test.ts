import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { BlockingLoop, HostPromiseError, IoThreadError } from "@asyncio-ts/node";
import { fromPromise } from "@asyncio-ts/promise";
import { type Awaitable, type Coroutine, createTask, DeadlockError, ensureFuture, gather, run, sleep } from "@asyncio-ts/tasks";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { runBlocking } from "./deadline.ts";

const jobs = new URL("./jobs.js", import.meta.url);

/** Runs a coroutine function that must fail, and returns its error. */
function errorOf(main: (loop: BlockingLoop) => Awaitable<unknown>): any {
  return runBlocking((loop) => thrown(main(loop)));
}

const HTTP = `
  const server = require("node:http").createServer((request, response) => setTimeout(() => response.end(request.url), 20));
  server.listen(0, "127.0.0.1", () => require("node:worker_threads").parentPort.postMessage(server.address().port));
`;

test("run() returns the value of three concurrent fetches to a server in another thread", async () => {
  const server = new Worker(HTTP, { eval: true });
  const [port] = (await once(server, "message")) as [number];
  const length: number = runBlocking(function* (loop) {
    const texts = yield* gather(
      ...["/a", "/bc", "/def"].map((path) => loop.io<string>(jobs, "download", [`http://127.0.0.1:${port}${path}`])),
    );
    expect(texts).toEqual(["/a", "/bc", "/def"]);
    return texts.join("").length;
  });
  expect(length).toBe(9);
  await server.terminate();
});

test("loop.io() calls plain, async and coroutine functions, and Node's own modules", () => {
  const results = runBlocking(function* (loop) {
    return yield* gather(
      loop.io(jobs, "echo", [new Map([["key", 1n]])]),
      loop.io(jobs, "add", [1, 2]),
      loop.io(jobs, "double", [21]),
      loop.io("node:path", "basename", ["/tmp/a.txt"]),
    );
  });
  expect(results).toEqual([new Map([["key", 1n]]), 3, 42, "a.txt"]);
});

test("loop.io() moves what is in its transfer list, there and back", () => {
  const bytes = new Uint8Array(65_536).fill(3);
  runBlocking(function* (loop) {
    const copy = yield* loop.io<Uint8Array>(jobs, "echo", [bytes], [bytes.buffer]);
    expect(copy).toEqual(new Uint8Array(65_536).fill(3));
    expect((yield* loop.io<Uint8Array>(jobs, "moves", [8])).length).toBe(8);
  });
  expect(bytes.length).toBe(0);
});

test("calls in the I/O thread run at the same time as each other and as the tasks of the loop", () => {
  const order: unknown[] = [];
  runBlocking(function* (loop) {
    const late = createTask(function* () {
      order.push(yield* loop.io(jobs, "sleepThen", [120, "late"]));
    });
    const early = createTask(function* () {
      order.push(yield* loop.io(jobs, "sleepThen", [1, "early"]));
    });
    yield* sleep(0);
    order.push("meanwhile");
    yield* gather(late, early);
  });
  expect(order).toEqual(["meanwhile", "early", "late"]);
});

test("a task that never waits does not starve the I/O thread", () => {
  runBlocking(function* (loop) {
    let calls = 0;
    const spinning = createTask(function* () {
      for (;;) yield* sleep(0);
    });
    while (calls < 50) calls += yield* loop.io<number>(jobs, "echo", [1]);
    spinning.cancel();
  });
});

test("awaiting a promise throws HostPromiseError at the await, and names the ways out", () => {
  for (const wait of [
    () => ensureFuture(Promise.resolve(1)),
    () => gather(Promise.resolve(1)),
    () => fromPromise(() => Promise.resolve(1)),
  ]) {
    const error = errorOf(function* () {
      yield* wait();
    });
    expect(error).toBeInstanceOf(HostPromiseError);
    expect(error.message).toContain("loop.io(");
    expect(error.message).toContain("await run(main)");
  }
});

test("waiting for nothing is a DeadlockError that names the task, also with an idle I/O thread", () => {
  const main = function* (loop: BlockingLoop): Coroutine<void> {
    yield* loop.io(jobs, "echo", []);
    yield* loop.createFuture<void>();
  };
  const loop = new BlockingLoop();
  expect(() => run(() => main(loop), { loop })).toThrow(DeadlockError);
});

test("an I/O thread that exits fails its calls with IoThreadError, and the next call gets a new one", () => {
  runBlocking(function* (loop) {
    const other = loop.io(jobs, "sleepThen", [60_000, null]);
    const error = yield* thrown(loop.io(jobs, "exits"));
    expect(error).toBeInstanceOf(IoThreadError);
    expect(error.message).toBe("exits of jobs.js: the I/O thread has ended: exit code 3");
    expect(yield* thrown(other)).toBeInstanceOf(IoThreadError);
    expect(yield* loop.io(jobs, "add", [1, 2])).toBe(3);
  });
});

test("an uncaught error in the I/O thread is the cause of the IoThreadError", () => {
  const error = errorOf((loop) => loop.io(jobs, "crashes"));
  expect(error).toBeInstanceOf(IoThreadError);
  expect(error.cause).toBeInstanceOf(RangeError);
  expect(error.cause.message).toBe("uncaught");
});

test("a missing module and a missing export are named", () => {
  runBlocking(function* (loop) {
    const missing = yield* thrown(loop.io(new URL("./nowhere.js", import.meta.url), "echo"));
    expect(missing.code).toBe("ERR_MODULE_NOT_FOUND");
    expect(missing.message).toContain("nowhere.js");
    const unknown = yield* thrown(loop.io(jobs, "nothing"));
    expect(unknown).toBeInstanceOf(TypeError);
    expect(unknown.message).toContain("nothing of jobs.js: an exported function was expected, got undefined; it exports ");
  });
});

test("an argument and a result that cannot be cloned are TypeErrors that name the job", () => {
  runBlocking(function* (loop) {
    expect(() => loop.io(jobs, "echo", [() => {}])).toThrow("an argument of echo of jobs.js cannot be sent to another thread");
    const error = yield* thrown(loop.io(jobs, "unclonable"));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain("the result of unclonable of jobs.js cannot be sent to another thread");
  });
});

test("an error in the I/O thread keeps its class, code, cause and errors", () => {
  const error = errorOf((loop) => loop.io(jobs, "throws"));
  expect(error).toBeInstanceOf(RangeError);
  expect(error).toMatchObject({ name: "QuotaError", code: "E_QUOTA", message: "over" });
  expect(error.cause).toBeInstanceOf(AggregateError);
  expect(error.cause.errors[0]).toBeInstanceOf(TypeError);
  expect(error.stack).toContain("jobs.js");
});

test.each(["cleansUp", "awaitsAbort"])("cancelling a call cancels the job %s, and its future at once", (name) => {
  const counter = new Int32Array(new SharedArrayBuffer(4));
  runBlocking(function* (loop) {
    const call = loop.io(jobs, name, [counter]);
    while (Atomics.load(counter, 0) < 1) yield* sleep(1);
    expect(call.cancel()).toBe(true);
    expect(call.cancelled()).toBe(true);
    while (Atomics.load(counter, 0) < 2) yield* sleep(1);
  });
});

test("a call that is under way when the loop closes is cancelled, and its clean-up runs", async () => {
  const counter = new Int32Array(new SharedArrayBuffer(4));
  runBlocking(function* (loop) {
    void loop.io(jobs, "cleansUp", [counter]);
    while (Atomics.load(counter, 0) < 1) yield* sleep(1);
  });
  while (Atomics.load(counter, 0) < 2) await new Promise((resolve) => setTimeout(resolve, 1));
});

test("loop.io() refuses a relative URL, and a closed loop", () => {
  const loop = new BlockingLoop();
  expect(() => loop.io("./jobs.js", "echo")).toThrow('an absolute URL was expected, got "./jobs.js"; write new URL(');
  loop.close();
  expect(() => loop.io(jobs, "echo")).toThrow("Event loop is closed");
});
