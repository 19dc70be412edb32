import { setChooser } from "@asyncio-ts/loop/lowlevel";
import { createTask, Future, gather, run, sleep, Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";

/** A loop that always takes the last alternative, and notes how many there were. */
function contrary(): { loop: VirtualLoop; asked: string[] } {
  const loop = new VirtualLoop();
  const asked: string[] = [];
  setChooser(loop, (kind, alternatives) => {
    asked.push(`${kind} of ${alternatives.length}`);
    return kind === "time" ? 0 : alternatives.length - 1;
  });
  return { loop, asked };
}

test("which task of a pass steps next, and which of equal sleeps ends first, are choices", () => {
  const { loop, asked } = contrary();
  const log: string[] = [];
  const nap = (name: string): Generator<any, void, any> =>
    (function* () {
      log.push(name);
      yield* sleep(5);
      log.push(`${name} at ${loop.time()}`);
    })();
  run(() => awaitAll(nap("a"), nap("b"), nap("c")), { loop });
  expect(log).toEqual(["c", "b", "a", "a at 5", "b at 5", "c at 5"]);
  expect(asked).toContain("ready of 3");
  expect(asked).toContain("deadline of 3");
});

function* awaitAll(...each: Generator<any, void, any>[]): Generator<any, void, any> {
  yield* gather(...each);
}

test("the tasks themselves are the alternatives", () => {
  const loop = new VirtualLoop();
  const names: string[][] = [];
  setChooser(loop, (_, alternatives) => {
    names.push(alternatives.map((each) => (each instanceof Task ? each.getName() : "?")));
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

test("the callbacks of one future among themselves are never a choice", () => {
  const { loop, asked } = contrary();
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
  expect(asked.filter((each) => each.startsWith("ready"))).toEqual([]);
});

test("the steps of one task, however many passes it takes, are never a choice", () => {
  const { loop, asked } = contrary();
  run(
    function* () {
      for (let i = 0; i < 5; i++) yield* sleep(0);
      for (let i = 0; i < 5; i++) yield* sleep(1);
    },
    { loop },
  );
  expect(asked).toEqual([]);
});
