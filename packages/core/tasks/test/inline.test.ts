import { setChooser } from "@asyncio-ts/loop/lowlevel";
import { adoptPromise } from "@asyncio-ts/tasks/lowlevel";
import { ContextVar, HostDriver, LoopCore } from "@asyncio-ts/loop";
import { createTask, currentTask, Future, getRunningLoop, HostLoop, run, sleep, type Task } from "@asyncio-ts/tasks";
import { describe, expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";

/** Ways to observe a loop. On an unobserved loop, a single task resumes from a promise without a slice. */
const observers: Record<string, (loop: HostLoop) => void> = {
  "without observers": () => {},
  "with an instrument": (loop) => loop.addInstrument({}),
  "in debug mode": (loop) => loop.setDebug(true),
  "with a chooser": (loop) => {
    setChooser(loop, () => 0);
  },
};

describe.each(Object.entries(observers))("on a loop %s", (_, observe) => {
  test("a task resumed by a promise is the current task in its own context, and no loop runs after its step", async () => {
    const loop = new HostLoop();
    observe(loop);
    const user = new ContextVar<string>("user");
    const promise = Promise.resolve("value");
    const seen: unknown[] = [];
    const task: Task<void> = loop.createTask(function* () {
      user.set("ada");
      const adopted = adoptPromise(loop, promise);
      void promise.then(() => seen.push(LoopCore.running()));
      seen.push(yield* adopted);
      seen.push(currentTask() === task, getRunningLoop() === loop, user.get());
    });
    await loop.runUntilComplete(task);
    expect(seen).toEqual(["value", true, true, "ada", null]);
    loop.close();
  });

  test("callbacks scheduled by tasks that a promise resumes run in order after all tasks that await the promise", async () => {
    const loop = new HostLoop();
    observe(loop);
    const log: string[] = [];
    function* wait(name: string, adopted: Future<unknown>): Generator<any, void, any> {
      yield* adopted;
      log.push(name);
      loop.callSoon(() => log.push(`after ${name}`));
    }
    await run(
      function* () {
        yield* createTask(wait("alone", adoptPromise(loop, Promise.resolve())));
        const shared = adoptPromise(loop, Promise.resolve());
        const both = ["first", "second"].map((name) => createTask(wait(name, shared)));
        for (const task of both) yield* task;
        yield* sleep(0);
      },
      { loop },
    );
    expect(log).toEqual(["alone", "after alone", "first", "second", "after first", "after second"]);
  });

  test("a task resumed by a promise can stop the loop, and continues when the loop runs again", async () => {
    const loop = new HostLoop();
    observe(loop);
    const log: string[] = [];
    loop.createTask(function* () {
      yield* adoptPromise(loop, Promise.resolve());
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

  test("a rejected promise throws its reason into the awaiting task", async () => {
    const loop = new HostLoop();
    observe(loop);
    const failing = run(
      function* () {
        yield* adoptPromise(loop, Promise.reject(new Error("bad luck")));
      },
      { loop },
    );
    await expect(failing).rejects.toThrow("bad luck");
  });
});

// A page has no `setImmediate`.
test.skipIf(on("Chromium"))("a settled promise makes its loop run until idle, before later reactions of the promise", async () => {
  const log: string[] = [];
  await run(function* () {
    let resolve!: () => void;
    const promise = new Promise<void>((settle) => {
      resolve = settle;
    });
    const loop = new Future<void>().getLoop();
    const adopted = adoptPromise(loop, promise);
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

test("rule 2: a timer that is due when a promise resumes a task fires in the same pass, after the step", async () => {
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
      // The loop reads the clock every 32 steps, and the first step was not resumed by a promise.
      for (let i = 0; i < 32; i++) yield* adoptPromise(loop, Promise.resolve());
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
  const fired = { timers: 0, immediates: 0 };
  const timer = setInterval(() => fired.timers++, 1);
  const immediate = () => {
    fired.immediates++;
    if (fired.timers < 3) setImmediate(immediate);
  };
  setImmediate(immediate);
  const settled = Promise.resolve();
  await run(function* () {
    const loop = new Future<void>().getLoop();
    while (fired.timers < 3 || fired.immediates < 3) yield* adoptPromise(loop, settled);
  });
  clearInterval(timer);
  expect(fired.timers).toBeGreaterThanOrEqual(3);
});

test("a settled promise wakes the driver if the driver's `inline` is false", async () => {
  class CountingDriver extends HostDriver {
    override readonly inline = false;
    wakes = 0;
    override wake(): void {
      this.wakes++;
      super.wake();
    }
  }
  const driver = new CountingDriver();
  const loop = new HostLoop(driver);
  const before = driver.wakes;
  expect(await run(() => awaitOn(loop, Promise.resolve("value")), { loop })).toBe("value");
  expect(driver.wakes).toBeGreaterThan(before + 1);
});

function* awaitOn<T>(loop: HostLoop, promise: Promise<T>): Generator<any, T, any> {
  return yield* adoptPromise(loop, promise);
}

test("runUntilComplete() of an adopted promise, fulfilled or rejected, leaves the loop able to run again", async () => {
  const loop = new HostLoop();
  expect(await loop.runUntilComplete(adoptPromise(loop, Promise.resolve(1)))).toBe(1);
  expect(await loop.runUntilComplete(adoptPromise(loop, Promise.resolve(2)))).toBe(2);
  await expect(loop.runUntilComplete(adoptPromise(loop, Promise.reject(new Error("bad luck"))))).rejects.toThrow("bad luck");
  expect(await loop.runUntilComplete(sleep(1, "slept"))).toBe("slept");
  loop.close();
});
