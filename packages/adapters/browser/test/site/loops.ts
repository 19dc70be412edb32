import { idle, nextFrame, PageLoop, type PageLoopOptions } from "@asyncio-ts/browser";
import { VirtualLoop } from "@asyncio-ts/testing";
import { CancelledError, createTask, gather, run, sleep } from "@asyncio-ts/tasks";
import { errorData } from "./outcome.ts";
import { openResources, timersMade } from "./resources.ts";

/** Lets 1,000 tasks spin until a frame, a click, a timer of the page and a sleep have come. Returns these. */
export async function busyPage(options: PageLoopOptions): Promise<string[]> {
  const awaited = new Set(["frame", "click", "timer", "sleep"]);
  const came: string[] = [];
  const happen = (event: string) => awaited.delete(event) && came.push(event);
  requestAnimationFrame(() => happen("frame"));
  setTimeout(() => happen("timer"), 10);
  document.querySelector("button")!.addEventListener("click", () => happen("click"), { once: true });
  function* spin() {
    while (awaited.size > 0) yield* sleep(0);
  }
  await run(
    function* () {
      createTask(function* () {
        yield* sleep(20);
        happen("sleep");
      });
      yield* gather(...Array.from({ length: 1000 }, spin));
    },
    { loop: new PageLoop(options) },
  );
  return came.sort();
}

/** Returns how many timers and tasks of the page a loop needs while it is busy, without a sleep. */
export async function busyWays(options: PageLoopOptions): Promise<unknown> {
  const { scheduler } = globalThis as unknown as { scheduler: { postTask(...args: unknown[]): unknown } };
  const priorities = new Set<unknown>();
  const { postTask } = scheduler;
  scheduler.postTask = (callback, given) => {
    priorities.add((given as { priority: unknown }).priority);
    return postTask.call(scheduler, callback, given);
  };
  const before = timersMade;
  const end = performance.now() + 50;
  await run(
    function* () {
      while (performance.now() < end) yield* sleep(0);
    },
    { loop: new PageLoop(options) },
  );
  scheduler.postTask = postTask;
  return { timers: timersMade - before, priorities: [...priorities] };
}

/** Runs a loop with a priority in a browser without `scheduler.postTask`. */
export async function withoutScheduler(): Promise<string[]> {
  const { scheduler } = globalThis as { scheduler?: unknown };
  Object.defineProperty(globalThis, "scheduler", { value: undefined, configurable: true });
  const came = await busyPage({ priority: "background" });
  Object.defineProperty(globalThis, "scheduler", { value: scheduler, configurable: true });
  return came;
}

/** Sleeps on a loop with `timers: "worker"` where the page's own timers never come, as in a hidden page. Returns the order. */
export async function sleepsWithoutTimers(): Promise<string[]> {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (() => 0) as never;
  const order: string[] = [];
  function* nap(ms: number) {
    yield* sleep(ms);
    order.push(`slept ${ms}`);
  }
  await run(
    function* () {
      // The first of these begins before the worker is ready.
      yield* gather(...[50, 10, 30].map(nap));
      yield* nap(5);
      yield* nap(5);
    },
    { loop: new PageLoop({ timers: "worker" }) },
  );
  globalThis.setTimeout = setTimeout;
  return order;
}

/** Runs loops with all options. Returns what they leave open in the page. */
export async function leftovers(): Promise<unknown> {
  const before = openResources();
  for (const options of [{}, { priority: "background" }, { timers: "worker" }] as PageLoopOptions[]) {
    await run(
      function* () {
        createTask(sleep(60_000));
        for (let n = 0; n < 3; n++) yield* sleep(5);
        for (let n = 0; n < 1000; n++) yield* sleep(0);
      },
      { loop: new PageLoop(options) },
    );
  }
  new PageLoop({ timers: "worker" }).close();
  const after = openResources();
  return { timers: after.timers - before.timers, workers: after.workers - before.workers, ports: after.ports - before.ports };
}

/** Sleeps on a loop in a page that refuses the worker of its timers. Returns the reports. */
export async function refusedTimers(): Promise<unknown[]> {
  const reports: unknown[] = [];
  const loop = new PageLoop({ timers: "worker" });
  loop.setExceptionHandler((_, { message, exception }) => reports.push({ message, exception: errorData(exception) }));
  await run(
    function* () {
      yield* sleep(30);
      while (reports.length === 0) yield* sleep(5);
      yield* sleep(5);
    },
    { loop },
  );
  return reports;
}

/** Returns the order of the callbacks of two frames, among them a waiting task. */
export async function framesInOrder(): Promise<string[]> {
  const order: string[] = [];
  await run(
    function* () {
      for (let n = 0; n < 2; n++) {
        const times: number[] = [];
        requestAnimationFrame((time) => times.push(time) && order.push("before"));
        const frame = createTask(nextFrame());
        yield* sleep(0);
        requestAnimationFrame((time) => times.push(time) && order.push("after"));
        times.push(yield* frame);
        order.push("task");
        yield* nextFrame();
        order.push(new Set(times).size === 1 ? "same frame" : `${times}`);
      }
    },
    { loop: new PageLoop() },
  );
  return order;
}

/** Waits for frames in a page that draws none. */
export async function hiddenFrames(): Promise<unknown> {
  const { requestAnimationFrame } = globalThis;
  globalThis.requestAnimationFrame = () => 0;
  Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
  const before = openResources();
  const time = await run(nextFrame, { loop: new PageLoop() });
  globalThis.requestAnimationFrame = requestAnimationFrame;
  delete (document as { visibilityState?: unknown }).visibilityState;
  return { isTime: time > 0 && time <= performance.now(), timers: openResources().timers - before.timers };
}

/** Cancels waits for a frame and for an idle period. Returns the callbacks of the page that were taken back. */
export async function cancelledWaits(): Promise<unknown> {
  const takenBack: string[] = [];
  const { cancelAnimationFrame, cancelIdleCallback } = globalThis;
  globalThis.cancelAnimationFrame = (id) => takenBack.push("frame") && cancelAnimationFrame(id);
  globalThis.cancelIdleCallback = (id) => takenBack.push("idle") && cancelIdleCallback(id);
  const before = openResources();
  await run(
    function* () {
      for (const wait of [nextFrame, idle]) {
        const task = createTask<unknown>(wait());
        yield* sleep(0);
        task.cancel();
        try {
          yield* task;
        } catch (error) {
          if (error instanceof CancelledError) takenBack.push("cancelled");
        }
      }
    },
    { loop: new PageLoop() },
  );
  Object.assign(globalThis, { cancelAnimationFrame, cancelIdleCallback });
  return { takenBack, timers: openResources().timers - before.timers };
}

/** Waits for idle periods: of an idle page, of a busy one with a limit, and where browsers have none. */
export async function idlePeriods(): Promise<unknown> {
  const { requestIdleCallback } = globalThis;
  const describe = (deadline: IdleDeadline) => ({ didTimeout: deadline.didTimeout, hasTime: deadline.timeRemaining() > 0 });
  const quiet = await run(
    function* () {
      return describe(yield* idle());
    },
    { loop: new PageLoop() },
  );
  globalThis.requestIdleCallback = undefined as never;
  const without = await run(
    function* () {
      return describe(yield* idle(1000));
    },
    { loop: new PageLoop() },
  );
  globalThis.requestIdleCallback = requestIdleCallback;
  const busy = await run(
    function* () {
      const period = createTask(idle(50));
      while (!period.done()) yield* sleep(0);
      return (yield* period).didTimeout;
    },
    { loop: new PageLoop({ priority: "user-visible" }) },
  );
  return { quiet, without, busy };
}

export function refusals(): string[] {
  const calls = [
    () => new PageLoop(null as never),
    () => new PageLoop({ priority: "user-blocking" as never }),
    () => new PageLoop({ timers: "page" as never }),
    () => run(() => idle("1" as never), { loop: new VirtualLoop() }),
    () => run(nextFrame, { loop: new VirtualLoop() }),
  ];
  return calls.map((call) => {
    try {
      call();
      return "no error";
    } catch (error) {
      return (error as Error).message;
    }
  });
}
