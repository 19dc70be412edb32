import { Lock } from "@asyncio-ts/sync";
import { coroutine, createTask, gather, run, sleep, taskGroup, timeout } from "@asyncio-ts/tasks";
import { record, warnings } from "@asyncio-ts/trace";
import { expect, test } from "vitest";
import { warned } from "./warned.ts";
import { WorkingLoop } from "./working-loop.ts";

const PLACE = /warnings\.test\.ts:\d+:\d+/;

test("a task that polls with sleep(0) wakes itself", () => {
  const found = warned(
    (loop) =>
      function* () {
        const state = { isReady: false };
        loop.callLater(3, () => (state.isReady = true));
        const poller = createTask(
          function* () {
            while (!state.isReady) {
              loop.work(0.01);
              yield* sleep(0);
            }
          },
          { name: "poller" },
        );
        yield* poller;
      },
  );
  expect(found).toMatchObject([{ kind: "wakesItself", task: { name: "poller" }, place: expect.stringMatching(PLACE) }]);
  expect(found[0]!.message).toMatch(/^poller woke itself \d+ times in a row and worked for 3 ms: it polls with sleep\(0\)/);
});

test("a task that works between its yields does not poll", () => {
  const found = warned(
    (loop) =>
      function* () {
        for (let i = 0; i < 500; i++) {
          loop.work(2);
          yield* sleep(0);
        }
      },
  );
  expect(found).toEqual([]);
});

test("a task that is ready for long before its step is starved, and the longest step is named", () => {
  const found = warned(
    (loop) =>
      function* () {
        const victim = createTask(sleep(10), { name: "victim" });
        const others = Array.from({ length: 4 }, (_, i) =>
          createTask(
            function* () {
              yield* sleep(10);
              loop.work(20 + 5 * i);
            },
            { name: `worker ${i}` },
          ),
        );
        victim.cancel();
        const late = createTask(
          function* () {
            yield* sleep(10);
          },
          { name: "late" },
        );
        yield* gather(...others, late);
      },
  );
  expect(found).toMatchObject([{ kind: "starved", task: { name: "late" } }]);
  expect(found[0]!.message).toContain("late was ready for 110 ms before it ran; meanwhile worker 3 ran for 35 ms; created in ");
});

test("a task that holds a lock for long while another waits is found, also if the lock is not released in the end", () => {
  const program = (releases: boolean) => () =>
    function* () {
      const lock = new Lock();
      const holder = createTask(
        function* () {
          yield* lock.acquire();
          yield* sleep(3000);
          if (releases) lock.release();
          yield* sleep(1000);
        },
        { name: "holder" },
      );
      yield* sleep(1000);
      createTask(lock.acquire(), { name: "waiter" });
      yield* holder;
    };
  for (const [releases, took] of [
    [true, "2,000 ms"],
    [false, "3,000 ms"],
  ] as const) {
    const found = warned(program(releases));
    expect(found).toMatchObject([{ kind: "lockHeldLong", task: { name: "holder" }, place: expect.stringMatching(PLACE) }]);
    expect(found[0]!.message).toContain(`holder held a lock for ${took} while others waited for it`);
  }
});

test("a lock without waiters may be held for long, and many short holders are no long one", () => {
  const found = warned(
    () =>
      function* () {
        const lock = new Lock();
        yield* lock.acquire();
        yield* sleep(5000);
        lock.release();
        yield* gather(
          ...Array.from({ length: 10 }, function* () {
            using _ = yield* lock.acquire();
            yield* sleep(500);
          }),
        );
      },
  );
  expect(found).toEqual([]);
});

test("a task that goes on after its cancellation is found, alive or done", () => {
  const found = warned(
    () =>
      function* () {
        function* stubborn(ms: number) {
          try {
            yield* sleep(10_000);
          } catch {
            yield* sleep(ms);
          }
        }
        const done = createTask(stubborn(2000), { name: "done" });
        const alive = createTask(stubborn(60_000), { name: "alive" });
        yield* sleep(1);
        done.cancel();
        alive.cancel();
        yield* sleep(5000);
        yield* alive;
      },
  );
  expect(found.map(({ kind, message }) => `${kind}: ${message.split(";")[0]}`)).toEqual([
    "cancelledButAlive: done ended as finished, not cancelled, 2,000 ms after its cancellation was requested",
    "cancelledButAlive: alive ended as finished, not cancelled, 60,000 ms after its cancellation was requested",
  ]);
});

test("a recording that ends before a task runs, or after its cancellation, names the state of the task", () => {
  const loop = new WorkingLoop();
  const recording = record(loop);
  run(
    function* () {
      const stubborn = createTask(
        function* () {
          try {
            yield* sleep(10_000);
          } catch {
            yield* sleep(20_000);
          }
        },
        { name: "stubborn" },
      );
      yield* sleep(1);
      stubborn.cancel();
      yield* sleep(3000);
      createTask(sleep(1), { name: "late" });
      loop.work(200);
      const messages = warnings(recording).map(({ message }) => message.split("; created")[0]);
      expect(messages).toEqual([
        "Task-1 ran for 200 ms without yielding",
        "late was ready for 200 ms and did not run; meanwhile Task-1 ran for 200 ms",
        "stubborn is alive 3,200 ms after its cancellation was requested, and waits for sleep",
      ]);
    },
    { loop },
  );
});

test("a task that ends soon after its cancellation gives no warning, as in time limits and failing groups", () => {
  const found = warned(
    () =>
      function* () {
        try {
          yield* timeout(10, () => sleep(60_000));
        } catch {}
        try {
          yield* taskGroup(function* (group) {
            group.createTask(sleep(60_000));
            group.createTask(function* () {
              yield* sleep(1);
              throw new Error("no disk");
            });
          });
        } catch {}
        yield* sleep(100_000);
      },
  );
  expect(found).toEqual([]);
});

test("a coroutine that was never awaited is found: a marked one by name, in debug mode also the library's, with places", () => {
  const save = coroutine(function* save() {});
  const program = () =>
    function* () {
      save();
      sleep(10);
    };
  expect(warned(program)).toMatchObject([{ kind: "neverAwaited", task: null, place: null }]);
  const debug = warned(program, true);
  expect(debug.map(({ message }) => /'(\w+)'/.exec(message)?.[1])).toEqual(["save", "sleep"]);
  for (const { place } of debug) expect(place).toMatch(PLACE);
});

test("warnings() reports what exceeds its limits, the given ones or else the defaults", () => {
  const loop = new WorkingLoop();
  const recording = record(loop);
  run(
    function* () {
      yield* sleep(1);
      loop.work(50);
    },
    { loop },
  );
  expect(warnings(recording)).toEqual([]);
  expect(warnings(recording, { step: 40 })).toHaveLength(1);
});

test.each([
  [() => warnings({} as never), "warnings: a recording was expected, got an object of class Object"],
  [() => warnings(record(new WorkingLoop()), { step: "1" as never }), 'warnings: a number of milliseconds as step was expected, got "1"'],
  [() => warnings(record(new WorkingLoop()), { yields: NaN }), "warnings: a number as yields was expected, got NaN"],
])("wrong arguments of warnings() have clear errors: %#", (call, message) => {
  expect(call).toThrow(message);
});
