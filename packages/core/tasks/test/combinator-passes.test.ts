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
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

/** How many passes of the loop go by until a coroutine is done. */
function passes(program: () => Coroutine<unknown>): number {
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
  });
}

function* nothing(): Coroutine<void> {}

const oneStep = coroutine(nothing);

function* twoSteps(): Coroutine<void> {
  yield* sleep(0);
}

function* failing(): Coroutine<void> {
  throw new Error("failing");
}

function* done() {
  const future = getRunningLoop().createFuture<number>();
  future.setResult(1);
  return future;
}

describe("rule 14: a bare yield costs one pass, awaiting none", () => {
  test.each<[string, number, () => Coroutine<unknown>]>([
    ["sleep(0)", 1, () => sleep(0)],
    ["a negative sleep", 1, () => sleep(-5)],
    [
      "three times sleep(0)",
      3,
      function* () {
        for (let i = 0; i < 3; i++) yield* sleep(0);
      },
    ],
    ["a coroutine", 0, nothing],
    ["a marked coroutine", 0, oneStep],
    [
      "a coroutine inside a coroutine",
      1,
      function* () {
        yield* twoSteps();
      },
    ],
    [
      "a done future",
      0,
      function* () {
        yield* yield* done();
      },
    ],
    [
      "a done task",
      2,
      function* () {
        const task = createTask(nothing);
        yield* task;
        yield* task;
        yield* task;
      },
    ],
  ])("rule 14: %s: %d", (_, expected, program) => {
    expect(passes(program)).toBe(expected);
  });

  /** Two tasks beside each other, and callbacks between their steps: who ran in which order. */
  function* beside(): Coroutine<string[]> {
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

  /** A guest whose clock goes on with every look, so that a slice is over after a few steps; counts the turns of the host. */
  class Hurried implements Driver<false> {
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

  test("rule 14: a loop that pauses for the host within a pass goes on where it was", async () => {
    const driver = new Hurried();
    const paused = await run(beside, { loop: new HostLoop(driver) });
    expect(driver.turns).toBeGreaterThan(5);
    expect(paused).toEqual(virtually(beside));
  });

  test("rule 14: what a paused pass schedules belongs to the next one, also after the pause", async () => {
    const driver = new Hurried();
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

  test("rule 14: a loop that owns its thread never pauses", () => {
    const slices: string[] = [];
    virtually(beside, (loop) => loop.addInstrument({ sliceBegan: () => slices.push("began") }));
    // One for the program, and two for what `run` does after it.
    expect(slices.length).toBe(3);
  });
});

describe("rule 15: what a task that finishes in one step costs its awaiter", () => {
  test.each<[string, number, () => Coroutine<unknown>]>([
    [
      "awaiting it",
      2,
      function* () {
        yield* createTask(nothing);
      },
    ],
    [
      "awaiting it, though it fails",
      2,
      function* () {
        yield* thrown(createTask(failing));
      },
    ],
    [
      "awaiting it, though it is marked",
      2,
      function* () {
        yield* createTask(oneStep);
      },
    ],
    [
      "gather",
      3,
      function* () {
        yield* gather(nothing());
      },
    ],
    [
      "gather of three",
      3,
      function* () {
        yield* gather(nothing(), nothing, oneStep());
      },
    ],
    [
      "gather, though it fails",
      3,
      function* () {
        yield* thrown(gather(failing()));
      },
    ],
    [
      "gatherSettled",
      3,
      function* () {
        yield* gatherSettled(failing(), nothing());
      },
    ],
    [
      "wait",
      3,
      function* () {
        yield* wait([createTask(nothing)]);
      },
    ],
    [
      "shield",
      3,
      function* () {
        yield* shield(nothing());
      },
    ],
    [
      "taskGroup",
      3,
      () =>
        taskGroup(function* (group) {
          group.createTask(nothing);
        }),
    ],
    [
      "taskGroup, though it fails",
      3,
      function* () {
        const group = taskGroup(function* (group) {
          group.createTask(failing);
        });
        yield* thrown(group);
      },
    ],
    [
      "asCompleted, for … of",
      3,
      function* () {
        for (const next of asCompleted([nothing()])) yield* next;
      },
    ],
    ["asCompleted, forEach", 3, () => forEach(asCompleted([nothing()]), nothing)],
    [
      "waitFor of a task",
      2,
      function* () {
        yield* waitFor(createTask(nothing), 1000);
      },
    ],
  ])("rule 15: %s: %d", (_, expected, program) => {
    expect(passes(program)).toBe(expected);
  });

  test.each<[string, number, () => Coroutine<unknown>]>([
    [
      "awaiting it",
      3,
      function* () {
        yield* createTask(twoSteps);
      },
    ],
    [
      "gather",
      4,
      function* () {
        yield* gather(twoSteps(), nothing());
      },
    ],
    [
      "wait",
      4,
      function* () {
        yield* wait([createTask(twoSteps)]);
      },
    ],
    [
      "taskGroup",
      4,
      () =>
        taskGroup(function* (group) {
          group.createTask(twoSteps);
        }),
    ],
  ])("rule 15: one step more, one pass more: %s: %d", (_, expected, program) => {
    expect(passes(program)).toBe(expected);
  });
});

describe("rule 15: what costs nothing, or little", () => {
  test.each<[string, number, () => Coroutine<unknown>]>([
    ["an empty task group", 0, () => taskGroup(nothing)],
    ["a time limit around what does not wait", 0, () => timeout(1000, nothing)],
    ["waitFor of a coroutine", 0, () => waitFor(nothing(), 1000)],
    ["waitFor without a limit", 0, () => waitFor(oneStep(), null)],
    [
      "an empty gather",
      0,
      function* () {
        yield* gather();
      },
    ],
    [
      "gather of a done future",
      0,
      function* () {
        yield* gather(yield* done());
      },
    ],
    [
      "shield of a done future",
      0,
      function* () {
        yield* shield(yield* done());
      },
    ],
    [
      "waitFor of a done future with a limit of 0",
      0,
      function* () {
        yield* waitFor(yield* done(), 0);
      },
    ],
    ["forEach of an array", 0, () => forEach([1, 2, 3], nothing)],
    [
      "wait of a done future",
      2,
      function* () {
        yield* wait([yield* done()]);
      },
    ],
    [
      "asCompleted of a done future",
      2,
      function* () {
        for (const next of asCompleted([yield* done()])) yield* next;
      },
    ],
    [
      "a limit of 0 that is reached",
      2,
      function* () {
        yield* thrown(timeout(0, () => sleep(1000)));
      },
    ],
    [
      "waitFor with a limit of 0 of a coroutine",
      3,
      function* () {
        yield* thrown(waitFor(sleep(1000), 0));
      },
    ],
  ])("rule 15: %s: %d", (_, expected, program) => {
    expect(passes(program)).toBe(expected);
  });
});
