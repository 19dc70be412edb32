import { Lock } from "@asyncio-ts/sync";
import { type Awaitable, type Coroutine, createTask, gather, sleep } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { warned } from "./warned.ts";
import type { WorkingLoop } from "./working-loop.ts";

/** Yields 90 times. One step takes `work` milliseconds, the others hardly any time. */
function* spinning(loop: WorkingLoop, work: number): Coroutine<void> {
  for (let i = 0; i < 90; i++) {
    loop.work(i === 80 ? work : 0.00001);
    yield* sleep(0);
  }
}

test("a task that runs for long in one step has never yielded", () => {
  const [first, ...others] = warned(
    (loop) =>
      function* () {
        yield* createTask(
          function* () {
            loop.work(350);
          },
          { name: "cruncher" },
        );
      },
  );
  expect(first).toMatchObject({ kind: "neverYielded", task: { name: "cruncher" } });
  expect(first!.message).toContain("cruncher ran for 350 ms without yielding; created in ");
  expect(first!.place).toMatch(/never-yielded\.test\.ts:\d+:\d+/);
  expect(others).toEqual([]);
});

test("a long step among quick bare yields is found, with the tasks that may have taken it", () => {
  const found = warned(
    (loop) =>
      function* () {
        yield* gather(spinning(loop, 0), spinning(loop, 500));
      },
  );
  const slow = found.filter(({ kind }) => kind === "neverYielded");
  expect(slow).toHaveLength(1);
  expect(slow[0]!.message).toMatch(/^one of .*Task-\d.* ran for 500 ms without yielding/);
});

test.each<[string, (lock: Lock) => Awaitable<unknown>]>([
  ["a bare yield", () => sleep(0)],
  ["a wait", () => sleep(1)],
  ["a wait for a lock", (lock) => lock.acquire()],
  ["a new task", () => createTask(sleep(1))],
])("a long step after quick bare yields may be that of the task that ends it: %s", (_, end) => {
  for (let turns = 0; turns < 140; turns++) {
    const found = warned(
      (loop) =>
        function* () {
          const lock = new Lock();
          yield* lock.acquire();
          function* spin(times: number) {
            for (let i = 0; i < times; i++) yield* sleep(0);
          }
          createTask(spin(200), { name: "first" });
          createTask(spin(200), { name: "second" });
          createTask(
            function* () {
              yield* spin(turns);
              loop.work(500);
              yield* end(lock);
            },
            { name: "slow" },
          );
          yield* sleep(600);
          lock.release();
          yield* sleep(10);
        },
    );
    const slow = found.filter(({ kind }) => kind === "neverYielded");
    expect(slow.map(({ message }) => message.split(";")[0])).toEqual([expect.stringMatching(/^(one of .*)?\bslow.* ran for 500 ms/)]);
  }
});

test("a warning about many tasks names ten of them", () => {
  const found = warned(
    (loop) =>
      function* () {
        yield* gather(...Array.from({ length: 40 }, (_, i) => spinning(loop, i === 20 ? 500 : 0)));
      },
  );
  const slow = found.filter(({ kind }) => kind === "neverYielded");
  expect(slow).toHaveLength(1);
  expect(slow[0]!.message).toMatch(/^one of (Task-\d+, ){9}Task-\d+ and \d+ others ran for 500 ms without yielding$/);
});
