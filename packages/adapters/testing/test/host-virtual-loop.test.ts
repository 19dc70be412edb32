import { EventEmitter, once } from "node:events";
import { dispose } from "@asyncio-ts/loop/lowlevel";
import {
  type Coroutine,
  createTask,
  ensureFuture,
  forEach,
  Future,
  gather,
  getRunningLoop,
  HostLoop,
  run,
  sleep,
  TimeoutError,
  waitFor,
} from "@asyncio-ts/tasks";
import { DeadlockError, HostVirtualLoop } from "@asyncio-ts/testing";
import { expect, onTestFinished, test, vi } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { here } from "./here.ts";

const HOUR = 3_600_000;

/** A patience that outlasts the tests: a test that waits for it times out. */
const patient = { patience: HOUR };

/** Returns the error of a run. */
async function errorOf(run: Promise<unknown>): Promise<unknown> {
  return run.then(
    () => new Error("the program ended"),
    (reason: unknown) => reason,
  );
}

test("run() on a HostVirtualLoop returns a promise, and time jumps", async () => {
  const loop = new HostVirtualLoop({ start: 500 });
  const log: string[] = [];
  const running = run(
    function* () {
      createTask(function* () {
        yield* sleep(HOUR);
        log.push(`child at ${loop.time()}`);
      });
      yield* sleep(2 * HOUR);
      return loop.time();
    },
    { loop },
  );
  expect(running).toBeInstanceOf(Promise);
  expect(loop.time()).toBe(500);
  expect(await running).toBe(500 + 2 * HOUR);
  expect(log).toEqual([`child at ${500 + HOUR}`]);
  expect([loop instanceof HostLoop, loop.isClosed()]).toEqual([true, true]);
});

test("awaiting a settled promise takes no virtual time", async () => {
  const loop = new HostVirtualLoop(patient);
  async function* numbers(): AsyncGenerator<number> {
    for (const n of [1, 2, 3]) {
      await Promise.resolve();
      yield n;
    }
  }
  const seen = await run(
    function* () {
      const seen: unknown[] = [];
      const sleeping = createTask(sleep(1));
      seen.push(yield* ensureFuture(Promise.resolve("ensured")));
      seen.push(yield* gather(Promise.resolve("gathered"), sleep(0, "slept")));
      seen.push(yield* waitFor(Promise.resolve("waited for"), 5));
      yield* forEach(numbers(), function* (n) {
        seen.push(n);
      });
      expect([loop.time(), sleeping.done()]).toEqual([0, false]);
      return seen;
    },
    { loop },
  );
  expect(seen).toEqual(["ensured", ["gathered", "slept"], "waited for", 1, 2, 3]);
});

test("a rejected promise throws in the awaiting task", async () => {
  const error = new Error("bad luck");
  const caught = await run(
    function* () {
      try {
        return yield* ensureFuture(Promise.reject(error));
      } catch (reason) {
        return reason;
      }
    },
    { loop: new HostVirtualLoop(patient) },
  );
  expect(caught).toBe(error);
});

test("a promise that a real timer settles is awaited while the virtual clock stands still", async () => {
  const loop = new HostVirtualLoop(patient);
  const seen = await run(
    function* () {
      const value = yield* ensureFuture(new Promise((resolve) => setTimeout(resolve, 5, "real")));
      return [value, loop.time()];
    },
    { loop },
  );
  expect(seen).toEqual(["real", 0]);
});

test("a promise that a task of the loop settles does not stop virtual time", async () => {
  const loop = new HostVirtualLoop(patient);
  const emitter = new EventEmitter();
  const seen = await run(
    function* () {
      const heard = once(emitter, "news");
      createTask(function* () {
        yield* sleep(1_000);
        emitter.emit("news", "good");
      });
      return [yield* ensureFuture(heard), loop.time()];
    },
    { loop },
  );
  expect(seen).toEqual([["good"], 1_000]);
});

test("time jumps without a chain of timers on a host without immediates, where nested timers wait 4 ms", async () => {
  vi.stubGlobal("setImmediate", undefined);
  const { setTimeout } = globalThis;
  let isInTimer = false;
  let nested = 0;
  vi.stubGlobal("setTimeout", (callback: () => void, ms: number) => {
    if (isInTimer) nested++;
    return setTimeout(() => {
      isInTimer = true;
      callback();
      isInTimer = false;
    }, ms);
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  await run(() => sleep(HOUR), { loop: new HostVirtualLoop() });
  expect(nested).toBe(0);
});

// A page has no `setImmediate`.
test.skipIf(on("Chromium"))("host callbacks can settle futures and create tasks", async () => {
  const loop = new HostVirtualLoop(patient);
  const log = await run(
    function* () {
      const loop = getRunningLoop();
      const work = loop.hostWork("a callback");
      const settled = new Future<string>();
      setImmediate(() => {
        loop.createTask(function* () {
          yield* sleep(10);
          settled.setResult(`at ${loop.time()}`);
        });
        work[Symbol.dispose]();
      });
      return yield* settled;
    },
    { loop },
  );
  expect(log).toBe("at 10");
});

test("time jumps only when host work is released", async () => {
  const loop = new HostVirtualLoop(patient);
  const log: string[] = [];
  await run(
    function* () {
      const work = loop.hostWork("a real timer");
      let turns = 0;
      const timer = setInterval(() => {
        log.push(`host at ${loop.time()}`);
        if (++turns < 3) return;
        clearInterval(timer);
        work[Symbol.dispose]();
      }, 1);
      yield* sleep(100);
      log.push(`task at ${loop.time()}`);
    },
    { loop },
  );
  expect(log).toEqual(["host at 0", "host at 0", "host at 0", "task at 100"]);
});

// JavaScriptCore hides where a task waits: stacks show no lines.
test.skipIf(on("Bun"))("host work held for longer than patience causes a DeadlockError that names it", async () => {
  const loop = new HostVirtualLoop({ patience: 5 });
  let place = "";
  const error = await errorOf(
    run(
      function* main() {
        loop.hostWork("fetch of the news");
        loop.hostWork("a socket");
        place = here(1);
        yield* sleep(1);
      },
      { loop },
    ),
  );
  expect(error).toBeInstanceOf(DeadlockError);
  expect(String(error)).toMatch(
    /^DeadlockError: Deadlock: host work was held for longer than 5 ms: fetch of the news, a socket\n.* waits for /,
  );
  expect(String(error)).toContain(`${place}:`);
  expect(loop.isClosed()).toBe(true);
});

test("patience starts anew whenever the loop is woken", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const loop = new HostVirtualLoop({ patience: 200 });
  const ends: unknown[] = [];
  void errorOf(
    run(
      function* () {
        loop.hostWork("a stubborn host");
        yield* new Future<void>();
      },
      { loop },
    ),
  ).then((error) => ends.push(error));
  for (let wakeUp = 0; wakeUp < 5; wakeUp++) {
    await vi.advanceTimersByTimeAsync(150);
    loop.callSoon(() => {});
  }
  expect(ends).toEqual([]);
  await vi.advanceTimersByTimeAsync(300);
  expect(ends).toEqual([expect.any(DeadlockError)]);
});

test("promises pending for longer than patience cause a DeadlockError", async () => {
  const error = await errorOf(
    run(
      function* () {
        yield* gather(new Promise(() => {}), new Promise(() => {}));
      },
      { loop: new HostVirtualLoop({ patience: 5 }) },
    ),
  );
  expect(error).toBeInstanceOf(DeadlockError);
  expect(String(error)).toMatch(/Deadlock: 2 promises were pending for longer than 5 ms\n/);
});

test("a time limit on a promise that never settles is reached in virtual time", async () => {
  const loop = new HostVirtualLoop(patient);
  const caught = await run(
    function* () {
      try {
        return yield* waitFor(new Promise(() => {}), 10_000);
      } catch (error) {
        return [error, loop.time()];
      }
    },
    { loop },
  );
  expect(caught).toEqual([expect.any(TimeoutError), 10_000]);
});

test("a deadlock is reported at once if the only pending promise was given up at a time limit", async () => {
  const loop = new HostVirtualLoop(patient);
  const error = await errorOf(
    run(
      function* () {
        try {
          yield* waitFor(new Promise(() => {}), 10);
        } catch {}
        yield* new Future<void>();
      },
      { loop },
    ),
  );
  expect(error).toBeInstanceOf(DeadlockError);
});

// JavaScriptCore hides where a task waits: stacks show no lines.
test.skipIf(on("Bun"))("a deadlock without promises or host work is reported at once", async () => {
  const error = await errorOf(
    run(
      function* main() {
        yield* new Future<void>();
      },
      { loop: new HostVirtualLoop(patient) },
    ),
  );
  expect(error).toBeInstanceOf(DeadlockError);
  expect(String(error)).toMatch(/Deadlock: every task waits, and nothing can wake one\n.* waits for <Future pending>\n {4}at main/);
});

test("a spinning task starves neither the host nor, when it has ended, the clock", async () => {
  const loop = new HostVirtualLoop(patient);
  const seen = await run(
    function* () {
      const host = { turns: 0 };
      const timer = setInterval(() => host.turns++, 1);
      for (let steps = 0; host.turns < 5 && steps < 10_000_000; steps++) yield* sleep(0);
      clearInterval(timer);
      const spun = loop.time();
      yield* sleep(7);
      return [host.turns, spun, loop.time()];
    },
    { loop },
  );
  expect(seen).toEqual([5, 0, 7]);
});

test("several HostVirtualLoops run concurrently, each with its own clock", async () => {
  const nap = (ms: number): (() => Coroutine<number>) =>
    function* () {
      for (let i = 0; i < 5; i++) yield* sleep(ms);
      return getRunningLoop().time();
    };
  const runs = [1, 10, 100].map((ms) => run(nap(ms), { loop: new HostVirtualLoop(patient) }));
  expect(await Promise.all(runs)).toEqual([5, 50, 500]);
});

test("a loop that rests after a run reports no deadlock", async () => {
  const loop = new HostVirtualLoop({ patience: 1 });
  loop.hostWork("something that never comes");
  await loop.runUntilComplete(
    (function* () {
      yield* sleep(0);
    })(),
  );
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await loop.runUntilComplete(sleep(0, "again"))).toBe("again");
  loop.close();
});

test.each([Infinity, 2 ** 31])("a patience of %s ms outlasts the host work", async (patience) => {
  const value = await run(
    function* () {
      return yield* fromHost(5);
    },
    { loop: new HostVirtualLoop({ patience }) },
  );
  expect(value).toBe("done");
});

test("a HostVirtualLoop throws a TypeError for options that are no milliseconds", () => {
  for (const patience of [NaN, -1, "5", null]) {
    expect(() => new HostVirtualLoop({ patience: patience as never })).toThrow(
      /^HostVirtualLoop: a number of milliseconds was expected as patience, got /,
    );
  }
  for (const start of [NaN, Infinity, "5", Symbol("x"), 5n]) {
    expect(() => new HostVirtualLoop({ start: start as never })).toThrow(
      /^HostVirtualLoop: a number of milliseconds was expected as start, got /,
    );
  }
  expect(() => new HostVirtualLoop(null as never)).toThrow("HostVirtualLoop: an object of options was expected, got null");
});

/** Returns a future that a timer of the host settles, with host work held meanwhile. */
function fromHost(ms: number): Future<string> {
  const future = getRunningLoop().createFuture<string>();
  const work = getRunningLoop().hostWork("a timer of the host");
  setTimeout(() => {
    work[dispose]();
    future.setResult("done");
  }, ms);
  return future;
}
