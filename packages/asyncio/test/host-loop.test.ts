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

/** More steps than a loop takes in seconds: one that starves its host gives up here, and fails. */
const FAR_TOO_MANY = 10_000_000;

/** Counts the calls of an interval of the host. */
function interval(): { calls: number } {
  const counted = { calls: 0 };
  const timer = setInterval(() => counted.calls++, 1);
  onTestFinished(() => clearInterval(timer));
  return counted;
}

/** A connection to a server that sends back what it gets. */
async function echo(): Promise<Socket> {
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
test.skipIf(on("Deno", "Chromium"))("tasks that spin starve neither a socket nor an interval of the host, nor they the tasks", async () => {
  const socket = await echo();
  const beats = interval();
  const wanted = 50;
  const echoes = { heard: 0 };
  let steps = 0;
  socket.on("data", () => {
    if (++echoes.heard < wanted) socket.write("ping");
  });
  socket.write("ping");
  await run(function* () {
    function* spin(): Coroutine<void> {
      for (; steps < FAR_TOO_MANY && (echoes.heard < wanted || beats.calls < 10); steps++) yield* sleep(0);
    }
    yield* gather(...Array.from({ length: 100 }, spin));
  });
  expect(echoes.heard).toBe(wanted);
  expect(beats.calls).toBeGreaterThanOrEqual(10);
  expect(steps).toBeGreaterThan(wanted);
  expect(steps).toBeLessThan(FAR_TOO_MANY);
});

test("a task that awaits one settled promise after the other starves nobody", async () => {
  const beats = interval();
  const awaited = await run(function* () {
    let awaited = 0;
    while (beats.calls < 10 && awaited < FAR_TOO_MANY / 10) awaited += yield* ensureFuture(Promise.resolve(1));
    return awaited;
  });
  expect(beats.calls).toBeGreaterThanOrEqual(10);
  expect(awaited).toBeLessThan(FAR_TOO_MANY / 10);
});

test("a task beside a spinning one goes on, sleeps included", async () => {
  const log = await run(function* () {
    const log: string[] = [];
    let steps = 0;
    const spinner = createTask(function* () {
      while (log.length < 2 && steps++ < FAR_TOO_MANY) yield* sleep(0);
    });
    for (const name of ["first", "second"]) {
      yield* sleep(1);
      log.push(name);
    }
    yield* spinner;
    expect(steps).toBeLessThan(FAR_TOO_MANY);
    return log;
  });
  expect(log).toEqual(["first", "second"]);
});

// A page has no `setImmediate`.
test.skipIf(on("Chromium"))("createTask in a callback of an emitter during a run gives a task of that run", async () => {
  const emitter = new EventEmitter();
  const log: string[] = [];
  await run(function* () {
    const loop = getRunningLoop();
    const finished = new Future<void>();
    emitter.on("news", (news: string) => {
      const task = createTask(function* () {
        yield* sleep(0);
        log.push(news, task.getLoop() === loop ? "in the same loop" : "in another loop");
        if (news === "from the host") finished.setResult();
      });
    });
    emitter.emit("news", "from a step");
    setImmediate(() => emitter.emit("news", "from the host"));
    yield* finished;
  });
  expect(log).toEqual(["from a step", "in the same loop", "from the host", "in the same loop"]);
});

test("createTask in a callback of an emitter without any loop uses the process-wide one, again and again", async () => {
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

test("the process-wide loop is not closed by a run, and is made anew once it was closed", async () => {
  const first = getEventLoop();
  await run(() => sleep(0));
  expect([first.isClosed(), getEventLoop() === first]).toEqual([false, true]);
  first.close();
  const second = getEventLoop();
  expect([second === first, second.isClosed()]).toEqual([false, false]);
  expect(await createTask(() => sleep(0, "works"))).toBe("works");
});

test("several host loops live side by side, and each closes alone", async () => {
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
  // All of them went on before the shortest was over.
  expect(new Set(log.slice(0, log.lastIndexOf("a") + 1))).toEqual(new Set(["a", "b", "c"]));
  expect(getEventLoop().isClosed()).toBe(false);
});

// A page has no `setImmediate`.
test.skipIf(on("Chromium"))("a run may begin in a host callback while another one waits", async () => {
  const value = await run(function* () {
    const inner = new Promise((resolve) => setImmediate(() => resolve(run(() => sleep(1, "inner")))));
    return yield* ensureFuture(inner);
  });
  expect(value).toBe("inner");
});

test("run in a step throws, whatever the loop", async () => {
  const other = newEventLoop();
  const refusals = await run(function* () {
    const refusals: string[] = [];
    for (const deed of [() => run(() => sleep(0)), () => run(() => sleep(0), { loop: other }), () => other.runForever()]) {
      try {
        void deed();
      } catch (error) {
        refusals.push((error as Error).message);
      }
    }
    yield* sleep(0);
    return refusals;
  });
  expect(refusals).toEqual([
    "run() cannot be called from a running event loop",
    "run() cannot be called from a running event loop",
    "Cannot run the event loop while another loop is running",
  ]);
  expect(await run(() => sleep(0, "later"), { loop: other })).toBe("later");
});

// A page has no `setImmediate`.
test.skipIf(on("Chromium"))("a loop rests after stop(), and is woken again by what the host gives it", async () => {
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

test("a thenable: a task of the process-wide loop can be awaited by an async function", async () => {
  const task = createTask(() => sleep(1, "slept"));
  expect(await task).toBe("slept");
  const failed = createTask(function* (): Coroutine<void> {
    yield* sleep(0);
    throw new Error("bad luck");
  });
  await expect(failed.then()).rejects.toThrow("bad luck");
});
