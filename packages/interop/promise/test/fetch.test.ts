// @skip-on Chromium: A page does not have Node's servers.
import { getEventListeners, setMaxListeners } from "node:events";
import { currentSignal, fromPromise, toPromise } from "@asyncio-ts/promise";
import {
  CancelledError,
  type Coroutine,
  createTask,
  type ExceptionGroup,
  Future,
  gatherSettled,
  run,
  sleep,
  taskGroup,
  type TaskGroup,
  TimeoutError,
  waitFor,
} from "@asyncio-ts/tasks";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hostTurn } from "./host-turn.ts";
import { HttpServer } from "./http-server.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

let server: HttpServer;
let url: string;
/** Receives each request that the server does not answer at once; calling `answer` answers it. */
let onSilentRequest: (path: string, answer: () => void) => void = () => {};

beforeEach(async () => {
  server = new HttpServer((request, response) => {
    const path = request.url!;
    if (path.startsWith("/fail")) response.statusCode = 500;
    const answer = () => void response.end(`answer to ${path}`);
    if (path.startsWith("/page")) answer();
    else onSilentRequest(path, answer);
  });
  url = await server.listen();
});
afterEach(async () => {
  onSilentRequest = () => {};
  await server.close();
});

function* get(path: string): Coroutine<string> {
  const response = yield* fromPromise((signal) => fetch(url + path, { signal }));
  const text = yield* fromPromise(response.text());
  if (!response.ok) throw new Error(`${response.status} for ${path}`);
  return text;
}

/** Waits, host turn by host turn, until the condition holds. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await hostTurn();
}

test("a coroutine can fetch a URL", async () => {
  expect(await run(() => get("/page/a"))).toBe("answer to /page/a");
});

test("cancelling a task aborts its request, and the server sees the connection close", async () => {
  await run(function* () {
    const arrived = new Future<string>();
    onSilentRequest = (path) => arrived.setResult(path);
    const task = createTask(get("/silent"));
    expect(yield* arrived).toBe("/silent");
    task.cancel("enough");
    expect(yield* thrown(task)).toEqual(new CancelledError("enough"));
    yield* fromPromise(until(() => server.abandoned === 1));
  });
});

test("a time limit on a request throws TimeoutError", async () => {
  await run(function* () {
    expect(yield* thrown(waitFor(get("/silent"), 10))).toBeInstanceOf(TimeoutError);
  });
});

test("an aborted signal cancels the coroutine that serves a client, and its request", async () => {
  const log: string[] = [];
  const controller = new AbortController();
  const serving = toPromise(
    function* () {
      try {
        return yield* get("/silent");
      } finally {
        log.push("cleaned up");
      }
    },
    { signal: controller.signal },
  );
  onSilentRequest = () => controller.abort(new Error("client gone"));
  await expect(serving).rejects.toThrow("client gone");
  expect(log).toEqual(["cleaned up"]);
  await until(() => server.abandoned === 1);
});

/** Fetches the paths, `concurrency` at a time. */
function* crawl(paths: string[], concurrency: number, results: Map<string, unknown>, cleanedUp: string[]): Coroutine<void> {
  const queue = [...paths];
  function* worker(): Coroutine<void> {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      let outcome: unknown = "never ended";
      try {
        outcome = yield* get(path);
      } catch (error) {
        outcome = error;
        throw error;
      } finally {
        yield* sleep(0);
        cleanedUp.push(path);
        results.set(path, outcome);
      }
    }
  }
  yield* taskGroup(function* (group: TaskGroup) {
    for (let i = 0; i < concurrency; i++) group.createTask(worker());
  });
}

test("200 URLs are fetched 20 at a time", async () => {
  const paths = Array.from({ length: 200 }, (_, i) => `/page/${i}`);
  const results = new Map<string, unknown>();
  await run(() => crawl(paths, 20, results, []));
  expect(results.size).toBe(200);
  for (const path of paths) expect(results.get(path)).toBe(`answer to ${path}`);
});

test("the first failure among 200 URLs cancels the requests in progress and starts no others", async () => {
  const paths = Array.from({ length: 200 }, (_, i) => (i === 95 ? "/fail/95" : i < 90 ? `/page/${i}` : `/silent/${i}`));
  const results = new Map<string, unknown>();
  const cleanedUp: string[] = [];
  // The failure comes when all other requests in progress are silent ones.
  let fail = () => {};
  onSilentRequest = (path, answer) => {
    if (path.startsWith("/fail")) fail = answer;
    if (server.pending === 20) fail();
  };
  const outcome: unknown = await run(function* () {
    return yield* thrown(crawl(paths, 20, results, cleanedUp));
  });
  expect((outcome as ExceptionGroup).errors).toEqual([new Error("500 for /fail/95")]);
  // Each request that was started has ended exactly once, and no other request was started.
  expect(cleanedUp).toHaveLength(results.size);
  const kinds = paths.map((path) => {
    const result = results.get(path);
    return result instanceof Error ? result.name : result;
  });
  expect(kinds.slice(0, 90)).toEqual(paths.slice(0, 90).map((path) => `answer to ${path}`));
  expect(kinds.slice(90)).toEqual(Array.from({ length: 110 }, (_, i) => (i === 5 ? "Error" : i < 20 ? "CancelledError" : undefined)));
  await until(() => server.pending === 0);
  expect(server.abandoned).toBe(19);
});

/** Runs rounds of cancelled fetches, and counts the listeners, timers and sockets that remain. */
async function remaining(
  rounds: number,
  round: (signal: AbortSignal) => Promise<void>,
): Promise<{ listeners: number; timers: number; sockets: number }> {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const timersBefore = timers();
  for (let n = 0; n < rounds; n++) await round(controller.signal);
  await hostTurn();
  await until(() => server.pending === 0);
  return {
    listeners: getEventListeners(controller.signal, "abort").length,
    timers: timers() - timersBefore,
    sockets: server.sockets.size,
  };
}

test("10,000 cancelled fetches leave no listener, no timer and no more sockets than native fetches", async () => {
  const native = await remaining(10, async () => {
    const controllers = Array.from({ length: 100 }, () => new AbortController());
    const fetches = controllers.map(({ signal }) => fetch(`${url}/silent`, { signal }).catch(() => {}));
    await hostTurn();
    for (const controller of controllers) controller.abort();
    await Promise.all(fetches);
  });
  const signals: AbortSignal[] = [];
  const ours = await remaining(100, async (signal) => {
    const cancels = toPromise(
      function* () {
        const tasks = Array.from({ length: 100 }, () =>
          createTask(function* () {
            signals.push(currentSignal());
            yield* waitFor(get("/silent"), 60_000);
          }),
        );
        yield* fromPromise(hostTurn());
        for (const task of tasks) task.cancel();
        const ends = yield* gatherSettled(...tasks);
        expect(ends.every((end) => end.status === "rejected" && end.reason instanceof CancelledError)).toBe(true);
      },
      { signal },
    );
    await cancels;
  });
  expect(signals).toHaveLength(10_000);
  expect(signals.filter((signal) => getEventListeners(signal, "abort").length > 0)).toEqual([]);
  expect(ours.listeners).toBe(0);
  expect(ours.timers).toBeLessThanOrEqual(Math.max(native.timers, 0));
  // The number of idle sockets of the last round varies; a leak would leave a hundred times as many.
  expect(ours.sockets).toBeLessThanOrEqual(native.sockets + 100);
});
