import { type Driver } from "@asyncio-ts/loop";
import {
  asCompleted,
  coroutine,
  type Coroutine,
  createTask,
  forEach,
  gather,
  gatherSettled,
  getRunningLoop,
  HostLoop,
  run,
  shield,
  sleep,
  taskGroup,
  timeout,
  wait,
  waitFor,
} from "@asyncio-ts/tasks";
import { describe, expect, test } from "vitest";
import { virtually, VirtualLoop } from "@asyncio-ts/testing";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

/** Counts the passes of the loop until the coroutine is done. */
function countPasses(program: () => Coroutine<unknown>): number {
  return virtually(function* () {
    const loop = getRunningLoop();
    let count = 0;
    let handle = loop.callSoon(function tick() {
      count++;
      handle = loop.callSoon(tick);
    });
    yield* program();
    handle.cancel();
    return count;
  })();
}

function* nothing(): Coroutine<void> {}

const oneStep = coroutine(nothing);

function* twoSteps(): Coroutine<void> {
  yield* sleep(0);
}

function* failing(): Coroutine<void> {
  throw new Error("failing");
}

function* doneFuture() {
  const future = getRunningLoop().createFuture<number>();
  future.setResult(1);
  return future;
}

describe("rule 14: a bare yield takes one pass, an await takes none", () => {
  test.each<[string, number, () => Coroutine<unknown>]>([
    ["sleep(0)", 1, () => sleep(0)],
    ["sleep() of a negative time", 1, () => sleep(-5)],
    [
      "three sleep(0)",
      3,
      function* () {
        for (let i = 0; i < 3; i++) yield* sleep(0);
      },
    ],
    ["a coroutine", 0, nothing],
    ["a marked coroutine", 0, oneStep],
    [
      "sleep(0) in a nested coroutine",
      1,
      function* () {
        yield* twoSteps();
      },
    ],
    [
      "awaiting a done future",
      0,
      function* () {
        yield* yield* doneFuture();
      },
    ],
    [
      "awaiting a task, and awaiting it twice more once it is done",
      2,
      function* () {
        const task = createTask(nothing);
        yield* task;
        yield* task;
        yield* task;
      },
    ],
  ])("rule 14: passes taken by %s: %d", (_, expected, program) => {
    expect(countPasses(program)).toBe(expected);
  });

  /** Runs five tasks concurrently, with callbacks between their steps. Returns the order of steps and callbacks. */
  function* interleaved(): Coroutine<string[]> {
    const loop = getRunningLoop();
    const order: string[] = [];
    function* stepping(name: string): Coroutine<void> {
      for (let i = 0; i < 40; i++) {
        order.push(`${name}${i}`);
        if (i % 7 === 0) loop.callSoon(() => order.push(`callback of ${name}${i}`));
        yield* sleep(0);
      }
    }
    yield* gather(...["a", "b", "c", "d", "e"].map((name) => stepping(name)));
    return order;
  }

  /** A host driver with a clock that advances at every reading, so that a slice ends after a few steps. Counts the host's turns. */
  class FastClockDriver implements Driver<false> {
    readonly ownsThread = false;
    readonly slice = 1;
    turns = 0;
    #now = 0;
    #turn: () => void = () => {};
    now(): number {
      return this.#now++;
    }
    park(deadline: number, turn: () => void): void {
      this.#turn = turn;
      if (deadline !== Infinity) this.wake();
    }
    wake(): void {
      this.turns++;
      queueMicrotask(() => this.#turn());
    }
  }

  test("rule 14: a pass that is interrupted for the host runs the remaining steps in the same order", async () => {
    const driver = new FastClockDriver();
    const interrupted = await run(interleaved, { loop: new HostLoop(driver) });
    expect(driver.turns).toBeGreaterThan(5);
    expect(interrupted).toEqual(virtually(interleaved)());
  });

  test("rule 14: callbacks scheduled in an interrupted pass run in the next pass, even if scheduled after the interruption", async () => {
    const driver = new FastClockDriver();
    const loop = new HostLoop(driver);
    const order: string[] = [];
    for (let i = 0; i < 200; i++) {
      loop.callSoon(() => {
        order.push(`${i}`);
        loop.callSoon(() => order.push(`after ${i}`));
      });
    }
    loop.stop();
    await loop.runForever();
    loop.close();
    expect(driver.turns).toBeGreaterThan(5);
    expect(order).toEqual(Array.from({ length: 200 }, (_, i) => `${i}`));
  });

  test("rule 14: a loop that owns its thread never interrupts a pass", () => {
    const slices: string[] = [];
    const loop = new VirtualLoop();
    loop.addInstrument({ sliceBegan: () => slices.push("began") });
    run(interleaved, { loop });
    // One slice runs the program, and two run the shutdown.
    expect(slices.length).toBe(3);
  });
});

describe("rule 15: waiting for a task that finishes in one step", () => {
  test.each<[string, number, () => Coroutine<unknown>]>([
    [
      "awaiting a one-step task",
      2,
      function* () {
        yield* createTask(nothing);
      },
    ],
    [
      "awaiting a one-step task that fails",
      2,
      function* () {
        yield* thrown(createTask(failing));
      },
    ],
    [
      "awaiting a one-step task of a marked coroutine",
      2,
      function* () {
        yield* createTask(oneStep);
      },
    ],
    [
      "gather() of a one-step task",
      3,
      function* () {
        yield* gather(nothing());
      },
    ],
    [
      "gather() of three one-step tasks",
      3,
      function* () {
        yield* gather(nothing(), nothing, oneStep());
      },
    ],
    [
      "gather() of a one-step task that fails",
      3,
      function* () {
        yield* thrown(gather(failing()));
      },
    ],
    [
      "gatherSettled() of one-step tasks",
      3,
      function* () {
        yield* gatherSettled(failing(), nothing());
      },
    ],
    [
      "wait() for a one-step task",
      3,
      function* () {
        yield* wait([createTask(nothing)]);
      },
    ],
    [
      "shield() of a one-step task",
      3,
      function* () {
        yield* shield(nothing());
      },
    ],
    [
      "taskGroup() with a one-step task",
      3,
      () =>
        taskGroup(function* (group) {
          group.createTask(nothing);
        }),
    ],
    [
      "taskGroup() with a one-step task that fails",
      3,
      function* () {
        const group = taskGroup(function* (group) {
          group.createTask(failing);
        });
        yield* thrown(group);
      },
    ],
    [
      "for … of over asCompleted() of a one-step task",
      3,
      function* () {
        for (const next of asCompleted([nothing()])) yield* next;
      },
    ],
    ["forEach() over asCompleted() of a one-step task", 3, () => forEach(asCompleted([nothing()]), nothing)],
    [
      "waitFor() of a one-step task",
      2,
      function* () {
        yield* waitFor(createTask(nothing), 1000);
      },
    ],
  ])("rule 15: passes taken by %s: %d", (_, expected, program) => {
    expect(countPasses(program)).toBe(expected);
  });

  test.each<[string, number, () => Coroutine<unknown>]>([
    [
      "awaiting a two-step task",
      3,
      function* () {
        yield* createTask(twoSteps);
      },
    ],
    [
      "gather() of a two-step task",
      4,
      function* () {
        yield* gather(twoSteps(), nothing());
      },
    ],
    [
      "wait() for a two-step task",
      4,
      function* () {
        yield* wait([createTask(twoSteps)]);
      },
    ],
    [
      "taskGroup() with a two-step task",
      4,
      () =>
        taskGroup(function* (group) {
          group.createTask(twoSteps);
        }),
    ],
  ])("rule 15: one more step takes one more pass: passes taken by %s: %d", (_, expected, program) => {
    expect(countPasses(program)).toBe(expected);
  });
});

describe("rule 15: combinators with nothing to wait for, or no time to wait", () => {
  test.each<[string, number, () => Coroutine<unknown>]>([
    ["an empty taskGroup()", 0, () => taskGroup(nothing)],
    ["timeout() around a body that does not wait", 0, () => timeout(1000, nothing)],
    ["waitFor() of a coroutine", 0, () => waitFor(nothing(), 1000)],
    ["waitFor() without a timeout", 0, () => waitFor(oneStep(), null)],
    [
      "an empty gather()",
      0,
      function* () {
        yield* gather();
      },
    ],
    [
      "gather() of a done future",
      0,
      function* () {
        yield* gather(yield* doneFuture());
      },
    ],
    [
      "shield() of a done future",
      0,
      function* () {
        yield* shield(yield* doneFuture());
      },
    ],
    [
      "waitFor() of a done future with a timeout of 0",
      0,
      function* () {
        yield* waitFor(yield* doneFuture(), 0);
      },
    ],
    ["forEach() over an array", 0, () => forEach([1, 2, 3], nothing)],
    [
      "wait() for a done future",
      2,
      function* () {
        yield* wait([yield* doneFuture()]);
      },
    ],
    [
      "for … of over asCompleted() of a done future",
      2,
      function* () {
        for (const next of asCompleted([yield* doneFuture()])) yield* next;
      },
    ],
    [
      "timeout(0) that is reached",
      2,
      function* () {
        yield* thrown(timeout(0, () => sleep(1000)));
      },
    ],
    [
      "waitFor() of a coroutine with a timeout of 0",
      3,
      function* () {
        yield* thrown(waitFor(sleep(1000), 0));
      },
    ],
  ])("rule 15: passes taken by %s: %d", (_, expected, program) => {
    expect(countPasses(program)).toBe(expected);
  });
});
