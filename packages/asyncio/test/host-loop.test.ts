import { EventEmitter, once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import {
  type Coroutine,
  createTask,
  ensureFuture,
  Future,
  gather,
  getEventLoop,
  getRunningLoop,
  HostLoop,
  newEventLoop,
  run,
  sleep,
} from "asyncio-ts";
import { expect, onTestFinished, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";

/** More steps than a loop takes in seconds. A loop that starves its host stops here, and the test fails. */
const MAX_STEPS = 10_000_000;

/** Starts an interval of the host that counts its calls. */
function countingInterval(): { calls: number } {
  const interval = { calls: 0 };
  const timer = setInterval(() => interval.calls++, 1);
  onTestFinished(() => clearInterval(timer));
  return interval;
}

/** Connects to an echo server. */
async function connectToEchoServer(): Promise<Socket> {
  const server = createServer((socket) => socket.pipe(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  await once(socket, "connect");
  return socket;
}

// Deno polls sockets only every 61 turns while immediates are pending. A page does not have Node's sockets.
test.skipIf(on("Deno", "Chromium"))(
  "spinning tasks starve neither a socket nor an interval of the host, and are not starved by them",
  async () => {
    const socket = await connectToEchoServer();
    const beats = countingInterval();
    const wanted = 50;
    const echoes = { received: 0 };
    let steps = 0;
    socket.on("data", () => {
      if (++echoes.received < wanted) socket.write("ping");
    });
    socket.write("ping");
    await run(function* () {
      function* spin(): Coroutine<void> {
        for (; steps < MAX_STEPS && (echoes.received < wanted || beats.calls < 10); steps++) yield* sleep(0);
      }
      yield* gather(...Array.from({ length: 100 }, spin));
    });
    expect(echoes.received).toBe(wanted);
    expect(beats.calls).toBeGreaterThanOrEqual(10);
    expect(steps).toBeGreaterThan(wanted);
    expect(steps).toBeLessThan(MAX_STEPS);
  },
);

test("a task that awaits settled promises in a loop does not starve an interval of the host", async () => {
  const beats = countingInterval();
  const awaited = await run(function* () {
    let awaited = 0;
    while (beats.calls < 10 && awaited < MAX_STEPS / 10) awaited += yield* ensureFuture(Promise.resolve(1));
    return awaited;
  });
  expect(beats.calls).toBeGreaterThanOrEqual(10);
  expect(awaited).toBeLessThan(MAX_STEPS / 10);
});

test("a task that sleeps makes progress beside a spinning task", async () => {
  const log = await run(function* () {
    const log: string[] = [];
    let steps = 0;
    const spinner = createTask(function* () {
      while (log.length < 2 && steps++ < MAX_STEPS) yield* sleep(0);
    });
    for (const name of ["first", "second"]) {
      yield* sleep(1);
      log.push(name);
    }
    yield* spinner;
    expect(steps).toBeLessThan(MAX_STEPS);
    return log;
  });
  expect(log).toEqual(["first", "second"]);
});

// A page has no `setImmediate`.
test.skipIf(on("Chromium"))(
  "createTask() in an emitter's callback during a run uses the loop of the run in a step, and the process-wide loop otherwise",
  async () => {
    const emitter = new EventEmitter();
    const log: string[] = [];
    await run(function* () {
      const loop = getRunningLoop();
      const finished = new Future<void>();
      emitter.on("news", (news: string) => {
        const task = createTask(function* () {
          yield* sleep(0);
          log.push(news, task.getLoop() === loop ? "in the loop of the run" : "in another loop");
          if (news === "from the host") finished.setResult();
        });
      });
      emitter.emit("news", "from a step");
      setImmediate(() => emitter.emit("news", "from the host"));
      yield* finished;
    });
    expect(log).toEqual(["from a step", "in the loop of the run", "from the host", "in another loop"]);
  },
);

test("createTask() in an emitter's callback without a loop uses the process-wide loop each time", async () => {
  const emitter = new EventEmitter();
  const loops: unknown[] = [];
  emitter.on("news", (done: (news: string) => void, news: string) => {
    const task = createTask(function* () {
      yield* sleep(1);
      done(news);
    });
    loops.push(task.getLoop());
  });
  for (const news of ["first", "second"]) {
    expect(await new Promise((resolve) => emitter.emit("news", resolve, news))).toBe(news);
  }
  expect(loops).toEqual([getEventLoop(), getEventLoop()]);
  expect((loops[0] as HostLoop).isRunning()).toBe(false);
});

test("the process-wide loop is not closed by run(), and is replaced after close()", async () => {
  const first = getEventLoop();
  await run(() => sleep(0));
  expect([first.isClosed(), getEventLoop() === first]).toEqual([false, true]);
  first.close();
  const second = getEventLoop();
  expect([second === first, second.isClosed()]).toEqual([false, false]);
  expect(await createTask(() => sleep(0, "works"))).toBe("works");
});

test("several host loops run concurrently and close independently", async () => {
  const log: string[] = [];
  const worker = (name: string, turns: number): (() => Coroutine<string>) =>
    function* () {
      for (let i = 0; i < turns; i++) {
        yield* sleep(i % 2);
        log.push(name);
      }
      return name;
    };
  const results = await Promise.all([run(worker("a", 2)), run(worker("b", 6)), run(worker("c", 4))]);
  expect(results).toEqual(["a", "b", "c"]);
  expect(log.filter((name) => name === "b")).toHaveLength(6);
  // All loops made progress before the shortest run ended.
  expect(new Set(log.slice(0, log.lastIndexOf("a") + 1))).toEqual(new Set(["a", "b", "c"]));
  expect(getEventLoop().isClosed()).toBe(false);
});

// A page has no `setImmediate`.
test.skipIf(on("Chromium"))("run() can start in a host callback while another run waits", async () => {
  const value = await run(function* () {
    const inner = new Promise((resolve) => setImmediate(() => resolve(run(() => sleep(1, "inner")))));
    return yield* ensureFuture(inner);
  });
  expect(value).toBe("inner");
});

test("run() and runForever() throw inside a step, on any loop", async () => {
  const other = newEventLoop();
  const errors = await run(function* () {
    const errors: string[] = [];
    for (const attempt of [() => run(() => sleep(0)), () => run(() => sleep(0), { loop: other }), () => other.runForever()]) {
      try {
        void attempt();
      } catch (error) {
        errors.push((error as Error).message);
      }
    }
    yield* sleep(0);
    return errors;
  });
  expect(errors).toEqual([
    "run() cannot be called from a running event loop",
    "run() cannot be called from a running event loop",
    "Cannot run the event loop while another loop is running",
  ]);
  expect(await run(() => sleep(0, "later"), { loop: other })).toBe("later");
});

// A page has no `setImmediate`.
test.skipIf(on("Chromium"))("a loop rests after stop(), and resumes when a host callback creates a task", async () => {
  const loop = newEventLoop();
  onTestFinished(() => loop.close());
  const log: string[] = [];
  loop.createTask(function* () {
    log.push("first step");
    loop.stop();
    yield* sleep(0);
    log.push("second step");
  });
  await loop.runForever();
  await new Promise((resolve) => setImmediate(resolve));
  expect([log, loop.isRunning(), loop.isClosed()]).toEqual([["first step"], false, false]);
  expect(await loop.createTask(() => sleep(0, "woken"))).toBe("woken");
  expect(log).toEqual(["first step", "second step"]);
  expect(await loop.runUntilComplete(sleep(1, "run again"))).toBe("run again");
});

test("an async function can await a task of the process-wide loop", async () => {
  const task = createTask(() => sleep(1, "slept"));
  expect(await task).toBe("slept");
  const failed = createTask(function* (): Coroutine<void> {
    yield* sleep(0);
    throw new Error("bad luck");
  });
  await expect(failed.then()).rejects.toThrow("bad luck");
});
