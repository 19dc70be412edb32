import {
  asCompleted,
  coroutine,
  createTask,
  ensureFuture,
  EventLoop,
  forEach,
  Future,
  gather,
  gatherSettled,
  getRunningLoop,
  iterate,
  run,
  shield,
  sleep,
  ThreadLoop,
  TimeoutError,
  timeout,
  waitFor,
} from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";

test("run() on a VirtualLoop returns the value at once, and time jumps to each deadline when nothing is ready", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  const value = run(
    function* main() {
      createTask(function* () {
        yield* sleep(1_000);
        log.push(`child at ${loop.time()}`);
      });
      yield* sleep(86_400_000);
      log.push(`main at ${loop.time()}`);
      return 7;
    },
    { loop },
  );
  expect(value).toBe(7);
  expect(log).toEqual(["child at 1000", "main at 86400000"]);
  expect(loop.isClosed()).toBe(true);
});

test("time stands still while work is ready", () => {
  const loop = new VirtualLoop();
  const times = run(
    function* () {
      const timer = createTask(sleep(1, "over"));
      for (let i = 0; i < 5_000; i++) yield* sleep(0);
      const before = [loop.time(), timer.done()];
      yield* timer;
      return [...before, loop.time()];
    },
    { loop },
  );
  expect(times).toEqual([0, false, 1]);
});

test("the clock starts at 0, or at `start`", () => {
  expect(new VirtualLoop().time()).toBe(0);
  const loop = new VirtualLoop({ start: 1_700_000_000_000 });
  const end = run(
    function* () {
      yield* sleep(0.5);
      return loop.time();
    },
    { loop },
  );
  expect(end).toBe(1_700_000_000_000.5);
});

test("run() on a VirtualLoop throws main's error at once", () => {
  const error = new Error("bad luck");
  expect(() =>
    run(
      function* () {
        yield* sleep(10);
        throw error;
      },
      { loop: new VirtualLoop() },
    ),
  ).toThrow(error);
});

test("two runs of a program have the same order and times", () => {
  const trace = (): unknown[] => {
    const loop = new VirtualLoop();
    const log: unknown[] = [];
    run(
      function* () {
        yield* gather(
          ...[30, 10, 20, 10].map((ms, i) =>
            (function* () {
              yield* sleep(ms);
              log.push([i, loop.time()]);
            })(),
          ),
        );
      },
      { loop },
    );
    return log;
  };
  expect(trace()).toEqual([
    [1, 10],
    [3, 10],
    [2, 20],
    [0, 30],
  ]);
  expect(trace()).toEqual(trace());
});

test("a VirtualLoop is a ThreadLoop: runUntilComplete() and runForever() return only at their end", () => {
  const loop = new VirtualLoop();
  expect(loop).toBeInstanceOf(ThreadLoop);
  expect(loop).toBeInstanceOf(EventLoop);
  expect(new HostVirtualLoop()).not.toBeInstanceOf(VirtualLoop);
  expect(loop.runUntilComplete(sleep(5, "done"))).toBe("done");
  loop.callLater(5, () => loop.stop());
  expect(loop.runForever()).toBeUndefined();
  expect(loop.time()).toBe(10);
  loop.close();
});

test("rule 4: runUntilComplete() throws if the loop stops before the future is done", () => {
  const loop = new VirtualLoop();
  loop.setExceptionHandler(() => {});
  loop.callLater(5, () => loop.stop());
  expect(() => loop.runUntilComplete(sleep(10))).toThrow(new Error("Event loop stopped before Future completed."));
  loop.close();
});

test("an event that a task dispatches can wake another task", () => {
  const emitter = new EventTarget();
  const log = run(
    function* () {
      const heard = new Future<string>();
      emitter.addEventListener("news", () => heard.setResult(`at ${getRunningLoop().time()}`), { once: true });
      createTask(function* () {
        yield* sleep(50);
        emitter.dispatchEvent(new Event("news"));
      });
      return yield* heard;
    },
    { loop: new VirtualLoop() },
  );
  expect(log).toBe("at 50");
});

test("a time limit on a future that is never done is reached", () => {
  const loop = new VirtualLoop();
  const program = (): unknown =>
    run(
      () =>
        timeout(200, function* () {
          yield* new Future<void>();
        }),
      { loop },
    );
  expect(program).toThrow(TimeoutError);
  expect(loop.time()).toBe(200);
});

const promise = (): Promise<number> => Promise.resolve(1);
async function* items(): AsyncGenerator<number> {
  yield 1;
}

test.each<[string, () => Generator<any, unknown, any>]>([
  ["ensureFuture", () => awaits(() => ensureFuture(promise()))],
  ["gather", () => awaits(() => gather(sleep(1), promise()))],
  ["gatherSettled", () => awaits(() => gatherSettled(promise()))],
  ["waitFor", () => waitFor(promise(), 100)],
  ["waitFor without a limit", () => waitFor(promise(), null)],
  ["waitFor with no time left", () => waitFor(promise(), 0)],
  ["shield", () => awaits(() => shield(promise()))],
  ["asCompleted", () => forEach(asCompleted([promise()] as never), () => sleep(0))],
  ["forEach over an async iterable", () => forEach(items(), () => sleep(0))],
  ["iterate over an async iterable", () => iterate(items()).next()],
])("a Promise in %s throws at once, naming HostVirtualLoop", (_name, program) => {
  const loop = new VirtualLoop();
  expect(() => run(program, { loop })).toThrow(/^A VirtualLoop cannot wait for a Promise: .* HostVirtualLoop/);
  expect(loop.time()).toBe(0);
});

function* awaits(make: () => Future<unknown>): Generator<any, unknown, any> {
  return yield* make();
}

test("run() throws on a closed VirtualLoop", () => {
  const loop = new VirtualLoop();
  run(() => sleep(1), { loop });
  expect(() => run(() => sleep(1), { loop })).toThrow(new Error("Event loop is closed"));
});

test("run() throws inside a step, even with another loop", () => {
  const inner = new VirtualLoop();
  run(
    function* () {
      expect(() => run(() => sleep(1), { loop: inner })).toThrow("run() cannot be called from a running event loop");
      yield* sleep(1);
    },
    { loop: new VirtualLoop() },
  );
  expect(run(() => sleep(1, "later"), { loop: inner })).toBe("later");
});

test("sleeps in nested marked coroutines advance the clock", () => {
  const loop = new VirtualLoop();
  const nap = coroutine(function* nap(depth: number): Generator<any, number, any> {
    if (depth === 0) yield* sleep(25);
    else yield* nap(depth - 1);
    return loop.time();
  });
  expect(run(nap(1_000), { loop })).toBe(25);
});

test("a VirtualLoop throws a TypeError for a start that is no finite number", () => {
  for (const start of [NaN, Infinity, -Infinity, "5", Symbol("x"), 5n]) {
    expect(() => new VirtualLoop({ start: start as never })).toThrow(/^VirtualLoop: a number of milliseconds was expected as start, got /);
  }
  expect(() => new VirtualLoop(null as never)).toThrow("VirtualLoop: an object of options was expected, got null");
});
