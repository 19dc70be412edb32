import { EventEmitter, once } from "node:events";
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
import { here } from "./here.ts";

const HOUR = 3_600_000;

/** Ends a test that would wait for real time: no deadlock may be called by patience here. */
const patient = { patience: HOUR };

/** How the promise of a run ends. */
async function outcome(run: Promise<unknown>): Promise<unknown> {
  return run.then(
    () => new Error("the program ended"),
    (reason: unknown) => reason,
  );
}

test("run gives a promise, and time jumps", async () => {
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

test("a settled promise costs no virtual time, wherever it is awaited", async () => {
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

test("a promise that rejects throws into its awaiter", async () => {
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

test("a promise that a real timer settles is waited for in real time, while the virtual clock stands", async () => {
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

test("a promise that a task of this loop settles does not keep time from jumping", async () => {
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

test("host callbacks settle futures, and tasks that they create run", async () => {
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

test("time does not jump while host work is held, and does once it is released", async () => {
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

test("host work that is held for longer than patience is a DeadlockError that names it", async () => {
  const loop = new HostVirtualLoop({ patience: 5 });
  let place = "";
  const error = await outcome(
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
  expect(String(error)).toMatch(/^DeadlockError: Deadlock: host work was held for longer than 5 ms: fetch of the news, a socket\n.* waits for /);
  expect(String(error)).toContain(`${place}:`);
  expect(loop.isClosed()).toBe(true);
});

test("patience is for having nothing else to do: each sign of life begins it anew", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const loop = new HostVirtualLoop({ patience: 200 });
  const ends: unknown[] = [];
  void outcome(
    run(
      function* () {
        loop.hostWork("a stubborn host");
        yield* new Future<void>();
      },
      { loop },
    ),
  ).then((error) => ends.push(error));
  for (let sign = 0; sign < 5; sign++) {
    await vi.advanceTimersByTimeAsync(150);
    loop.callSoon(() => {});
  }
  expect(ends).toEqual([]);
  await vi.advanceTimersByTimeAsync(300);
  expect(ends).toEqual([expect.any(DeadlockError)]);
});

test("a promise that nobody settles is waited for as long as patience lasts", async () => {
  const error = await outcome(
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

test("a time limit around a promise that never settles is reached at once, in virtual time", async () => {
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

test("a promise that was given up is not hoped for: the deadlock is called at once", async () => {
  const loop = new HostVirtualLoop(patient);
  const error = await outcome(
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

test("a deadlock without promises or host work is called at once", async () => {
  const error = await outcome(
    run(
      function* main() {
        yield* new Future<void>();
      },
      { loop: new HostVirtualLoop(patient) },
    ),
  );
  expect(error).toBeInstanceOf(DeadlockError);
  expect(String(error)).toMatch(
    /Deadlock: every task waits, and nothing is left that could wake one\n.* waits for <Future pending>\n {4}at main/,
  );
});

test("a task that spins starves neither the host nor, once it ends, the clock", async () => {
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

test("several of them run side by side, each with its own clock", async () => {
  const nap = (ms: number): (() => Coroutine<number>) =>
    function* () {
      for (let i = 0; i < 5; i++) yield* sleep(ms);
      return getRunningLoop().time();
    };
  const runs = [1, 10, 100].map((ms) => run(nap(ms), { loop: new HostVirtualLoop(patient) }));
  expect(await Promise.all(runs)).toEqual([5, 50, 500]);
});

test("the run that ends leaves the loop at rest: nothing is called a deadlock afterwards", async () => {
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
