import { integer, sample } from "fast-check";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, type OpenedSite, openSite } from "./opened-site.ts";

/** The seed of the random test. A failure prints it; `SEED=… pnpm test` replays the failure. */
const SEED = Number(process.env["SEED"] ?? 1);

const broken = (message: string) => ({
  error: { type: "BrokenExecutor", name: "BrokenExecutor", message: expect.stringContaining(message) },
});
const unsendable = (value: string) => ({
  error: {
    type: "TypeError",
    message: expect.stringMatching(`${value} cannot be sent to another thread: .*\\(\\) => {} could not be cloned`),
    cause: { name: "DataCloneError" },
  },
});
const missing = (name: string, got: string) => ({
  error: {
    type: "TypeError",
    message: expect.stringContaining(`${name}: an exported function was expected, got ${got}; it exports add, `),
  },
});

/** Jobs of a worker that works, and their outcomes. */
const outcomes: Readonly<Record<string, [name: string, args: unknown[], outcome: unknown]>> = {
  "a job that returns": ["add", [1, 2], { result: 3 }],
  "an async job": ["addLater", [1, 2], { result: 3 }],
  "a coroutine function": ["sumOf", [[1, 2, 3]], { result: 6 }],
  "a job that throws an error with a code and causes": [
    "fail",
    [],
    {
      error: {
        type: "Error",
        name: "Failure",
        message: "no luck",
        code: "E_LUCK",
        cause: { type: "RangeError", message: "too far", cause: { plain: true } },
      },
    },
  ],
  "a job that throws an AggregateError": [
    "failTwice",
    [],
    {
      error: {
        type: "AggregateError",
        message: "both",
        errors: [
          { type: "TypeError", message: "one" },
          { type: "DOMException", name: "QuotaExceededError", message: "two" },
        ],
      },
    },
  ],
  "a job that throws no error": ["throwValue", ["text"], { error: "text" }],
  "a job that throws an error whose name is no text": [
    "failUnreadably",
    ["name"],
    { error: { type: "Error", name: "an object of class null", message: "readable" } },
  ],
  "a job that throws an error whose message is no text": [
    "failUnreadably",
    ["message"],
    { error: { type: "Error", message: "an object of class null" } },
  ],
  "a job that throws an error whose errors cannot be read": [
    "failUnreadably",
    ["errors"],
    { error: { type: "Error", message: "readable" } },
  ],
  "a job with an unclonable result": ["unclonable", [], unsendable("the result of unclonable")],
  "a job that closes its worker": ["closeWorker", [], broken("closeWorker: its worker has ended: it has closed itself")],
  "a job with an uncaught error": ["failLater", [], broken("failLater: its worker has ended: Uncaught Error: broken in a timer (http://")],
  "a job that its module does not have": ["subtract", [], missing("subtract", "undefined")],
  "a job that is no function": ["notAFunction", [], missing("notAFunction", "number")],
};

/** Workers that do not start, and the errors of their jobs. */
const failures: Readonly<Record<string, [script: string, options: object, message: string]>> = {
  "a worker that throws at its start": ["throwing", {}, "Uncaught Error: broken at its start (http://"],
  "a worker without a script": ["missing", {}, "the browser cannot load its script"],
  "a worker of another origin": [
    "refused",
    {},
    "Failed to construct 'Worker': Script at 'https://elsewhere.test/worker.js' cannot be accessed",
  ],
  "a function that returns no worker": ["none", {}, "a new Worker was expected from the function, got null"],
  "a function that throws an object without text": ["silentlyFailing", {}, "an object of class null"],
  "a worker that never serves jobs": ["silent", { startTimeout: 300 }, "its script has not called serveJobs() within 300 ms"],
};

// This machine has no Chromium at `$CHROMIUM` or `/usr/bin/chromium`. `npm run check:release` brings one.
describe.skipIf(!hasChromium)("in a page of Vite's development server", () => {
  let site: OpenedSite;
  let page: Page;

  beforeAll(async () => {
    site = await openSite("dev");
    page = await site.open();
  });
  afterAll(() => site?.close());

  test.each(Object.entries(outcomes))("%s has its outcome, and the next job works", async (_, [name, args, outcome]) => {
    expect(await site.call(page, "job", "jobs", name, args)).toMatchObject([outcome, { result: 3 }]);
  });

  test.each(Object.entries(failures))("%s gives each of its jobs a named error", async (_, [script, options, message]) => {
    const outcome = broken(`WorkerExecutor: the worker cannot start: ${message}`);
    expect(await site.call(page, "job", script, "add", [], options)).toMatchObject([outcome, outcome]);
  });

  test("queued jobs all fail if no other worker can be created", async () => {
    expect(await site.call(page, "queuedRefused", 10)).toEqual(Array.from({ length: 10 }, () => "BrokenExecutor"));
  });

  test("an unclonable argument is named, and the next job works", async () => {
    expect(await site.call(page, "unclonableArgument")).toMatchObject([unsendable("an argument of add"), { result: 3 }]);
  });

  test("a worker that serves its jobs late gets those that were submitted before", async () => {
    expect(await site.call(page, "job", "late", "sumOf", [[1, 2]])).toEqual([{ result: 3 }, { result: 3 }]);
  });

  test("the stack of an error leads into the worker's module", async () => {
    expect(await site.call(page, "stackOf", "fail")).toContain("jobs.ts");
  });

  test("buffers move to the worker and back", async () => {
    expect(await site.call(page, "movedBuffers")).toEqual([1_000_000, 0, 2_000_000]);
  });

  test("workerModule() gives the functions of the module as coroutine functions", async () => {
    expect(await site.call(page, "typedModule")).toEqual([6, 3, 7]);
  });

  const error = { type: "CancelledError", name: "CancelledError", message: "enough" };

  test("a cancelled coroutine runs its clean-up, and its worker takes the next job", async () => {
    expect(await site.call(page, "cancelled", "cleansUp", 60_000)).toEqual({ error, notes: ["cancelled", "cleaned up"], workers: 1 });
  });

  test("a cancelled function has its signal aborted, and its worker takes the next job", async () => {
    expect(await site.call(page, "cancelled", "untilAborted", 60_000)).toEqual({ error, notes: ["aborted true"], workers: 1 });
  });

  test("a cancelled job that spins loses its worker after the grace, and the next job gets another", async () => {
    expect(await site.call(page, "cancelled", "spins", 50)).toEqual({ error, notes: [], workers: 2 });
  });

  test("a job that is cancelled in the queue never runs", async () => {
    expect(await site.call(page, "cancelledInQueue")).toEqual([[6, 7], 1]);
  });

  test(`cancels around the end of their jobs harm no other job (seed ${SEED})`, async () => {
    const waits = sample(integer({ min: 0, max: 3 }), { seed: SEED, numRuns: 200 });
    expect(await site.call(page, "cancelledAtRandom", waits)).toEqual({ right: 400, rejections: [] });
  });

  test.each([
    [2, 10, 2],
    [10, 4, 4],
  ])("an executor with maxWorkers %i makes as many workers as %i jobs need, up to the limit", async (maxWorkers, jobs, made) => {
    expect(await site.call(page, "limited", maxWorkers, jobs)).toEqual([true, made]);
  });

  test("shutdown() lets submitted jobs end, refuses others, and ends the workers", async () => {
    const refused = "WorkerExecutor: cannot schedule new jobs after shutdown";
    expect(await site.call(page, "shutDown")).toEqual({ sums: [1, 2, 3], refused, workers: 0 });
  });

  test("close() cancels the jobs, queued or under way, and leaves no worker, port or timer", async () => {
    const outcomes = ["CancelledError", "CancelledError", "CancelledError"];
    expect(await site.call(page, "closed")).toEqual({ outcomes, timers: 0, workers: 0, ports: 0 });
  });

  test("an idle worker ends", async () => {
    expect(await site.call(page, "idleWorker")).toEqual({ before: 1, after: 0 });
  });

  test("a job on a loop that owns its thread is refused", async () => {
    expect(await site.call(page, "onVirtualLoop")).toMatchObject({ message: expect.stringContaining("Use a HostVirtualLoop") });
  });

  test("bad arguments are named", async () => {
    expect(await site.call(page, "badArguments")).toEqual([
      'WorkerExecutor: a function that returns a new Worker was expected, got "./worker.js"',
      "WorkerExecutor: a positive whole number of maxWorkers was expected, got 0",
      'WorkerExecutor: a number of milliseconds was expected, got "1"',
      'WorkerExecutor: a job { name, args? } was expected, got "add"',
      "WorkerExecutor: the name of a function was expected, got 1",
      "WorkerExecutor: an array of arguments was expected, got 1",
      "WorkerExecutor: an array of objects to transfer was expected, got 1",
      "WorkerExecutor: an object with result(), error() and cancelled() (runInExecutor returns a future) was expected, got undefined",
      "runInExecutor: an executor was expected, got null",
      "workerModule: a WorkerExecutor was expected, got null",
      "serveJobs: a module or an object of functions was expected, got null",
      "serveJobs: a module or an object of functions was expected, got an object of class Promise",
      "serveJobs: a dedicated worker was expected; call it in the file that new Worker() loads",
    ]);
  });

  test("a worker serves one module", async () => {
    expect(await site.call(page, "servedTwice")).toContain("this worker serves a module already");
  });
});

// This machine has no Chromium at `$CHROMIUM` or `/usr/bin/chromium`. `npm run check:release` brings one.
describe.skipIf(!hasChromium)("in a page that Vite has built", () => {
  let site: OpenedSite;
  let page: Page;

  beforeAll(async () => {
    site = await openSite("build");
    page = await site.open();
  });
  afterAll(() => site?.close());

  test("functions run in workers, and are cancelled there", async () => {
    expect(await site.call(page, "typedModule")).toEqual([6, 3, 7]);
    expect(await site.call(page, "cancelled", "spins", 50)).toMatchObject({ notes: [], workers: 2 });
    expect(await site.call(page, "cancelled", "cleansUp", 60_000)).toMatchObject({ notes: ["cancelled", "cleaned up"], workers: 1 });
  });

  test("errors keep their classes, codes and causes", async () => {
    expect(await site.call(page, "job", "jobs", "fail")).toMatchObject([
      outcomes["a job that throws an error with a code and causes"]![2],
      {},
    ]);
  });

  test("a worker that cannot start is a named error", async () => {
    const failed = broken("WorkerExecutor: the worker cannot start: the browser cannot load its script");
    expect(await site.call(page, "job", "missing", "add")).toMatchObject([failed, failed]);
  });
});
