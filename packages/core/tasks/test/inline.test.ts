import { ContextVar, HostDriver, LoopCore } from "@asyncio-ts/loop";
import { createTask, currentTask, Future, getRunningLoop, HostLoop, run, sleep, type Task } from "@asyncio-ts/tasks";
import { describe, expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";

/** How a loop may be looked at; unwatched, one task that waits steps without a slice. */
const looks: Record<string, (loop: HostLoop) => void> = {
  "that nobody watches": () => {},
  "with an instrument": (loop) => loop.addInstrument({}),
  "in debug mode": (loop) => loop.setDebug(true),
  "that is chosen for": (loop) => {
    loop.choose = () => 0;
  },
};

describe.each(Object.entries(looks))("in a loop %s", (_, look) => {
  test("a task goes on as itself in its own context, and nobody runs after its step", async () => {
    const loop = new HostLoop();
    look(loop);
    const user = new ContextVar<string>("user");
    const promise = Promise.resolve("value");
    const seen: unknown[] = [];
    const task: Task<void> = loop.createTask(function* () {
      user.set("ada");
      const adopted = loop.adoptPromise(promise);
      void promise.then(() => seen.push(LoopCore.running()));
      seen.push(yield* adopted);
      seen.push(currentTask() === task, getRunningLoop() === loop, user.get());
    });
    await loop.runUntilComplete(task);
    expect(seen).toEqual(["value", true, true, "ada", null]);
    loop.close();
  });

  test("what the step makes ready runs after it, in order, and so do all who wait for one promise", async () => {
    const loop = new HostLoop();
    look(loop);
    const log: string[] = [];
    function* wait(name: string, adopted: Future<unknown>): Generator<any, void, any> {
      yield* adopted;
      log.push(name);
      loop.callSoon(() => log.push(`after ${name}`));
    }
    await run(
      function* () {
        yield* createTask(wait("alone", loop.adoptPromise(Promise.resolve())));
        const shared = loop.adoptPromise(Promise.resolve());
        const both = ["first", "second"].map((name) => createTask(wait(name, shared)));
        for (const task of both) yield* task;
        yield* sleep(0);
      },
      { loop },
    );
    expect(log).toEqual(["alone", "after alone", "first", "second", "after first", "after second"]);
  });

  test("a step may stop the loop", async () => {
    const loop = new HostLoop();
    look(loop);
    const log: string[] = [];
    loop.createTask(function* () {
      yield* loop.adoptPromise(Promise.resolve());
      loop.stop();
      log.push("stopped");
      yield* sleep(0);
      log.push("ran again");
    });
    await loop.runForever();
    expect(log).toEqual(["stopped"]);
    await loop.runUntilComplete(sleep(1));
    expect(log).toEqual(["stopped", "ran again"]);
    loop.close();
  });

  test("a promise that rejects is thrown", async () => {
    const loop = new HostLoop();
    look(loop);
    const failing = run(
      function* () {
        yield* loop.adoptPromise(Promise.reject(new Error("bad luck")));
      },
      { loop },
    );
    await expect(failing).rejects.toThrow("bad luck");
  });
});

// A page has no `setImmediate`.
test.skipIf(on("Chromium"))("a promise that settles has its loop run at once, before the host does anything else", async () => {
  const log: string[] = [];
  await run(function* () {
    let resolve!: () => void;
    const promise = new Promise<void>((settle) => {
      resolve = settle;
    });
    const loop = new Future<void>().getLoop();
    const adopted = loop.adoptPromise(promise);
    void promise.then(() => log.push("a later reaction"));
    setImmediate(() => resolve());
    yield* adopted;
    log.push("the task");
    yield* sleep(0);
    log.push("its next pass");
    yield* sleep(1);
  });
  expect(log).toEqual(["the task", "its next pass", "a later reaction"]);
});

test("rule 2: a timer that has come due belongs to the pass of the step", async () => {
  class Clock extends HostDriver {
    ms = 0;
    override now(): number {
      return this.ms;
    }
  }
  const driver = new Clock();
  const loop = new HostLoop(driver);
  const log: string[] = [];
  await run(
    function* () {
      loop.callAt(0.5, () => log.push("timer"));
      driver.ms = 0.6;
      // The clock is looked at after 32 steps, the first of which was not a promise's.
      for (let i = 0; i < 32; i++) yield* loop.adoptPromise(Promise.resolve());
      log.push("step");
      loop.callSoon(() => log.push("next pass"));
      yield* sleep(0);
    },
    { loop },
  );
  expect(log).toEqual(["step", "timer", "next pass"]);
});

// A page has no `setImmediate`.
test.skipIf(on("Chromium"))("promises that settle one after the other starve neither timers nor immediates", async () => {
  const turned = { timers: 0, immediates: 0 };
  const timer = setInterval(() => turned.timers++, 1);
  const immediate = () => {
    turned.immediates++;
    if (turned.timers < 3) setImmediate(immediate);
  };
  setImmediate(immediate);
  const settled = Promise.resolve();
  await run(function* () {
    const loop = new Future<void>().getLoop();
    while (turned.timers < 3 || turned.immediates < 3) yield* loop.adoptPromise(settled);
  });
  clearInterval(timer);
  expect(turned.timers).toBeGreaterThanOrEqual(3);
});

test("on a driver that has it otherwise a promise wakes its loop as ever", async () => {
  class Woken extends HostDriver {
    override readonly inline = false;
    wakes = 0;
    override wake(): void {
      this.wakes++;
      super.wake();
    }
  }
  const driver = new Woken();
  const loop = new HostLoop(driver);
  const before = driver.wakes;
  expect(await run(() => loopOf(loop, Promise.resolve("value")), { loop })).toBe("value");
  expect(driver.wakes).toBeGreaterThan(before + 1);
});

function* loopOf<T>(loop: HostLoop, promise: Promise<T>): Generator<any, T, any> {
  return yield* loop.adoptPromise(promise);
}

test("a promise that ends a run leaves the loop able to run again", async () => {
  const loop = new HostLoop();
  expect(await loop.runUntilComplete(loop.adoptPromise(Promise.resolve(1)))).toBe(1);
  expect(await loop.runUntilComplete(loop.adoptPromise(Promise.resolve(2)))).toBe(2);
  await expect(loop.runUntilComplete(loop.adoptPromise(Promise.reject(new Error("bad luck"))))).rejects.toThrow("bad luck");
  expect(await loop.runUntilComplete(sleep(1, "slept"))).toBe("slept");
  loop.close();
});
