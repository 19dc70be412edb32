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
/** Called at each request that is not answered at once; what it is given answers. */
let silence: (path: string, answer: () => void) => void = () => {};

beforeEach(async () => {
  server = new HttpServer((request, response) => {
    const path = request.url!;
    if (path.startsWith("/fail")) response.statusCode = 500;
    const answer = () => void response.end(`answer to ${path}`);
    if (path.startsWith("/page")) answer();
    else silence(path, answer);
  });
  url = await server.listen();
});
afterEach(async () => {
  silence = () => {};
  await server.close();
});

function* get(path: string): Coroutine<string> {
  const response = yield* fromPromise((signal) => fetch(url + path, { signal }));
  const text = yield* fromPromise(response.text());
  if (!response.ok) throw new Error(`${response.status} for ${path}`);
  return text;
}

/** Waits until the host has brought something about. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await hostTurn();
}

test("a coroutine fetches", async () => {
  expect(await run(() => get("/page/a"))).toBe("answer to /page/a");
});

test("cancelling the task aborts the request, and the server sees its client go", async () => {
  await run(function* () {
    const arrived = new Future<string>();
    silence = (path) => arrived.setResult(path);
    const task = createTask(get("/silent"));
    expect(yield* arrived).toBe("/silent");
    task.cancel("enough");
    expect(yield* thrown(task)).toEqual(new CancelledError("enough"));
    yield* fromPromise(until(() => server.abandoned === 1));
  });
});

test("so does a time limit", async () => {
  await run(function* () {
    expect(yield* thrown(waitFor(get("/silent"), 10))).toBeInstanceOf(TimeoutError);
  });
});

test("a client that goes away cancels the coroutine that serves it", async () => {
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
  silence = () => controller.abort(new Error("client gone"));
  await expect(serving).rejects.toThrow("client gone");
  expect(log).toEqual(["cleaned up"]);
  await until(() => server.abandoned === 1);
});

/** Fetches the paths, some at a time. */
function* crawl(paths: string[], atATime: number, results: Map<string, unknown>, cleanedUp: string[]): Coroutine<void> {
  const left = [...paths];
  function* worker(): Coroutine<void> {
    for (let path = left.shift(); path !== undefined; path = left.shift()) {
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
    for (let i = 0; i < atATime; i++) group.createTask(worker());
  });
}

test("200 URLs, 20 at a time", async () => {
  const paths = Array.from({ length: 200 }, (_, i) => `/page/${i}`);
  const results = new Map<string, unknown>();
  await run(() => crawl(paths, 20, results, []));
  expect(results.size).toBe(200);
  for (const path of paths) expect(results.get(path)).toBe(`answer to ${path}`);
});

test("200 URLs, 20 at a time: the first failure cancels the rest, and nothing is lost", async () => {
  const paths = Array.from({ length: 200 }, (_, i) => (i === 95 ? "/fail/95" : i < 90 ? `/page/${i}` : `/silent/${i}`));
  const results = new Map<string, unknown>();
  const cleanedUp: string[] = [];
  // The failure comes once all the others that are under way are silent ones.
  let fail = () => {};
  silence = (path, answer) => {
    if (path.startsWith("/fail")) fail = answer;
    if (server.pending === 20) fail();
  };
  const outcome: unknown = await run(function* () {
    return yield* thrown(crawl(paths, 20, results, cleanedUp));
  });
  expect((outcome as ExceptionGroup).errors).toEqual([new Error("500 for /fail/95")]);
  // What was begun has ended, each in its way and once; what was not begun never was.
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

/** Fetches that are cancelled, natively or by way of tasks; gives what the host holds of them afterwards. */
async function leftovers(
  rounds: number,
  cancelled: (signal: AbortSignal) => Promise<void>,
): Promise<{ listeners: number; timers: number; sockets: number }> {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const held = () => process.getActiveResourcesInfo();
  const timersBefore = held().filter((kind) => kind === "Timeout").length;
  for (let round = 0; round < rounds; round++) await cancelled(controller.signal);
  await hostTurn();
  await until(() => server.pending === 0);
  return {
    listeners: getEventListeners(controller.signal, "abort").length,
    timers: held().filter((kind) => kind === "Timeout").length - timersBefore,
    sockets: server.sockets.size,
  };
}

test("10,000 cancelled fetches leave no listener and no timer, and no more sockets than native ones", { timeout: 120_000 }, async () => {
  const native = await leftovers(10, async () => {
    const controllers = Array.from({ length: 100 }, () => new AbortController());
    const fetches = controllers.map(({ signal }) => fetch(`${url}/silent`, { signal }).catch(() => {}));
    await hostTurn();
    for (const controller of controllers) controller.abort();
    await Promise.all(fetches);
  });
  const signals: AbortSignal[] = [];
  const ours = await leftovers(100, async (signal) => {
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
  // How many of the last round stay idle is up to chance; what leaked would be a hundred times as many.
  expect(ours.sockets).toBeLessThanOrEqual(native.sockets + 100);
});
