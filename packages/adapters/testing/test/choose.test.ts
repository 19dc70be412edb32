import { setChooser } from "@asyncio-ts/loop/lowlevel";
import { createTask, Future, gather, run, sleep, Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";

/** Creates a loop that always chooses the last alternative, except of the time, and a log of its choices. */
function lastChoiceLoop(order?: "asyncio"): { loop: VirtualLoop; choices: string[] } {
  const loop = new VirtualLoop();
  const choices: string[] = [];
  const choose = (kind: string, alternatives: readonly unknown[]) => {
    choices.push(`${kind} of ${alternatives.length}`);
    return kind === "time" ? 0 : alternatives.length - 1;
  };
  setChooser(loop, choose, { order });
  return { loop, choices };
}

test.each([
  [undefined, "ready of 3", ["c", "b", "a", "a at 5", "b at 5", "c at 5"]],
  ["asyncio", "deadline of 3", ["a", "b", "c", "c at 5", "b at 5", "a at 5"]],
] as const)("choose() in the order %s decides the order of ready tasks, or of equal deadlines: %s", (order, choice, expected) => {
  const { loop, choices } = lastChoiceLoop(order);
  const log: string[] = [];
  const nap = (name: string): Generator<any, void, any> =>
    (function* () {
      log.push(name);
      yield* sleep(5);
      log.push(`${name} at ${loop.time()}`);
    })();
  run(() => awaitAll(nap("a"), nap("b"), nap("c")), { loop });
  expect(log).toEqual(expected);
  expect(choices).toContain(choice);
});

function* awaitAll(...coroutines: Generator<any, void, any>[]): Generator<any, void, any> {
  yield* gather(...coroutines);
}

test("choose() receives the ready tasks as the alternatives", () => {
  const loop = new VirtualLoop();
  const names: string[][] = [];
  setChooser(loop, (_, alternatives) => {
    names.push(alternatives.map((runnable) => (runnable instanceof Task ? runnable.getName() : "?")));
    return 0;
  });
  run(
    function* () {
      createTask(() => sleep(0), { name: "a" });
      createTask(() => sleep(0), { name: "b" });
      yield* sleep(0);
    },
    { loop },
  );
  expect(names[0]).toEqual(["a", "b", expect.stringMatching(/^Task-/)]);
});

test("choose() is not called for the order of one future's callbacks", () => {
  const { loop, choices } = lastChoiceLoop();
  const log: string[] = [];
  run(
    function* () {
      const future = new Future<void>();
      for (const name of ["a", "b", "c"]) future.addDoneCallback(() => log.push(name));
      future.setResult();
      yield* sleep(1);
    },
    { loop },
  );
  expect(log).toEqual(["a", "b", "c"]);
  expect(choices.filter((choice) => choice.startsWith("ready"))).toEqual([]);
});

test("choose() is not called while only one task is ready", () => {
  const { loop, choices } = lastChoiceLoop();
  run(
    function* () {
      for (let i = 0; i < 5; i++) yield* sleep(0);
      for (let i = 0; i < 5; i++) yield* sleep(1);
    },
    { loop },
  );
  expect(choices).toEqual([]);
});
