import { type Instrument } from "@asyncio-ts/loop";
import {
  asCompleted,
  createTask,
  currentTask,
  type EventLoop,
  Future,
  gather,
  getRunningLoop,
  HostLoop,
  run,
  shield,
  sleep,
  wait,
  waitFor,
} from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { expect, onTestFinished, test } from "vitest";

/** Returns a host loop beside the one of the run. */
function otherLoop(): HostLoop {
  const loop = new HostLoop();
  onTestFinished(() => loop.close());
  return loop;
}

/** Returns a future of another host loop, which has a result soon. */
function futureElsewhere(other: EventLoop): Future<string> {
  const future = other.createFuture<string>();
  other.callLater(1, () => future.setResult("from the other loop"));
  return future;
}

test.each<[string, (future: Future<string>) => Generator<any, unknown, any>]>([
  ["yield*", (future) => waitFor(future, null)],
  ["gather()", (future) => waitFor(gather(future), null)],
  ["shield()", (future) => waitFor(shield(future), null)],
  ["waitFor()", (future) => waitFor(future, 10_000)],
  ["wait()", (future) => wait([future])],
  ["asCompleted()", (future) => asCompleted([future]).next()],
])("%s awaits a future of another host loop, and the task is woken on its own loop", async (_, awaits) => {
  const other = otherLoop();
  await run(function* () {
    const mine = getRunningLoop();
    const task = currentTask();
    const future = futureElsewhere(other);
    yield* awaits(future);
    expect(future.result()).toBe("from the other loop");
    expect([getRunningLoop() === mine, currentTask() === task]).toEqual([true, true]);
  });
});

test("several tasks of several host loops await one future, each on its own loop", async () => {
  const loops = [otherLoop(), otherLoop(), otherLoop()];
  const future = loops[0]!.createFuture<number>();
  const tasks = loops.map((loop) =>
    loop.createTask(function* () {
      const value = yield* future;
      return [value, getRunningLoop() === loop] as const;
    }),
  );
  loops[1]!.callLater(1, () => future.setResult(7));
  expect(await Promise.all(tasks)).toEqual(loops.map(() => [7, true]));
});

test("a cancelled task cancels the awaited task of another host loop", async () => {
  const other = otherLoop();
  await run(function* () {
    const theirs = other.createTask(sleep(3_600_000));
    const mine = createTask(function* () {
      yield* theirs;
    });
    yield* sleep(1);
    mine.cancel();
    yield* wait([mine]);
    expect([mine.cancelled(), theirs.cancelled()]).toEqual([true, true]);
  });
});

test("a promise that settles wakes the task of another host loop on that loop", async () => {
  const [mine, theirs] = [otherLoop(), otherLoop()];
  const adopted = theirs.runUntilComplete(Promise.resolve("value"));
  const task = mine.createTask(function* () {
    return [yield* waitFor(adopted, null), getRunningLoop() === mine];
  });
  expect(await task).toEqual(["value", true]);
});

test("a future whose other awaiter belongs to a closed host loop still wakes its own tasks", async () => {
  const [mine, closed] = [otherLoop(), new HostLoop()];
  closed.setExceptionHandler(() => {});
  const future = mine.createFuture<string>();
  closed.createTask(function* () {
    yield* future;
  });
  const task = mine.createTask(function* () {
    return yield* future;
  });
  await mine.runUntilComplete(sleep(1));
  closed.close();
  future.setResult("woken");
  expect(await task).toBe("woken");
});

test("an exception that only a task of a closed loop awaits is reported by the loop of the future", async () => {
  const [mine, closed] = [new HostLoop(), new HostLoop()];
  const reports: string[] = [];
  mine.setExceptionHandler((_, { message }) => reports.push(message));
  closed.setExceptionHandler(() => {});
  const future = mine.createFuture<string>();
  closed.createTask(function* () {
    yield* future;
  });
  await closed.runUntilComplete(sleep(0));
  closed.close();
  future.setException(new RangeError("lost"));
  mine.close();
  expect(reports).toEqual(["Future exception was never retrieved"]);
});

test("a HostVirtualLoop that waits for a future of another host loop is in no deadlock", async () => {
  const other = otherLoop();
  const result = await run(() => waitFor(futureElsewhere(other), null), { loop: new HostVirtualLoop() });
  expect(result).toBe("from the other loop");
});

test("rule 16: a loop that owns its thread refuses futures of other loops, and its own are refused elsewhere", async () => {
  const virtual = new VirtualLoop();
  const host = otherLoop();
  const awaits = (future: Future<unknown>) =>
    function* () {
      yield* future;
    };
  expect(() => virtual.runUntilComplete(awaits(host.createFuture()))).toThrow("attached to a different loop");
  expect(() => virtual.runUntilComplete(awaits(new VirtualLoop().createFuture()))).toThrow("attached to a different loop");
  await expect(host.runUntilComplete(awaits(virtual.createFuture()))).rejects.toThrow("attached to a different loop");
  await expect(host.runUntilComplete(virtual.createFuture())).rejects.toThrow("a future of the given loop was expected");
});

test("an instrument is told of each task that a future wakes, and a slice may end between them", async () => {
  const loop = otherLoop();
  const future = loop.createFuture<void>();
  const woken: string[] = [];
  let slices = 0;
  const tasks = ["first", "second", "third"].map((name) =>
    loop.createTask(
      function* () {
        yield* future;
        const end = performance.now() + 0.1;
        while (performance.now() < end);
      },
      { name },
    ),
  );
  const crowd = Array.from({ length: 200 }, () =>
    loop.createTask(function* () {
      yield* future;
      const end = performance.now() + 0.1;
      while (performance.now() < end);
    }),
  );
  await loop.runUntilComplete(sleep(1));
  const instrument: Instrument = { woken: (unit) => woken.push(unit.toString()), sliceBegan: () => slices++ };
  loop.addInstrument(instrument);
  future.setResult();
  await Promise.all([...tasks, ...crowd]);
  expect(woken.slice(0, 3)).toEqual(tasks.map((task) => expect.stringContaining(`name='${task.getName()}'`)));
  expect(woken.length).toBeGreaterThanOrEqual(203);
  expect(slices).toBeGreaterThan(3);
});
