// @skip-on Chromium: A page does not have `AsyncLocalStorage`.
import { AsyncLocalStorage } from "node:async_hooks";
import { setSnapshot } from "@asyncio-ts/loop";
import { coroutine, createTask, Future, gather, run, sleep, taskGroup } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, expect, test } from "vitest";

const store = new AsyncLocalStorage<string>();
afterEach(() => setSnapshot(null));

/** Logs the store before and after a sleep. */
function* logStore(seen: unknown[], ms: number): Generator<any, void, any> {
  seen.push(store.getStore());
  yield* sleep(ms);
  seen.push(store.getStore());
}

test("with a snapshot, a task sees the store of its creation in every step", async () => {
  setSnapshot(() => AsyncLocalStorage.snapshot());
  for (const loop of [new VirtualLoop(), new HostVirtualLoop()]) {
    const seen: Record<string, unknown[]> = { main: [], red: [], blue: [], grandchild: [] };
    const marked = coroutine(function* () {
      yield* logStore(seen.blue!, 2);
    });
    await store.run("outside", () =>
      run(
        function* () {
          yield* logStore(seen.main!, 1);
          const red = store.run("red", () =>
            createTask(function* () {
              yield* logStore(seen.red!, 3);
              yield* createTask(logStore(seen.grandchild!, 1));
            }),
          );
          const blue = store.run("blue", () => createTask(marked()));
          yield* gather(red, blue);
          seen.main!.push(store.getStore());
        },
        { loop },
      ),
    );
    expect(seen).toEqual({
      main: ["outside", "outside", "outside"],
      red: ["red", "red"],
      blue: ["blue", "blue"],
      grandchild: ["red", "red"],
    });
  }
  expect(store.getStore()).toBeUndefined();
});

test("with a snapshot, an eager task of a group sees the store of its creation, and its creator keeps its own", () => {
  setSnapshot(() => AsyncLocalStorage.snapshot());
  const seen: unknown[] = [];
  store.run("outside", () =>
    run(
      function* () {
        yield* taskGroup(function* (group) {
          store.run("eager", () => group.createTask(logStore(seen, 1), { eagerStart: true }));
          seen.push(store.getStore());
          yield* sleep(2);
          seen.push(store.getStore());
        });
      },
      { loop: new VirtualLoop() },
    ),
  );
  expect(seen).toEqual(["eager", "outside", "eager", "outside"]);
});

test("with a snapshot, a done callback sees the store that was current when it was added", () => {
  setSnapshot(() => AsyncLocalStorage.snapshot());
  const seen: unknown[] = [];
  run(
    function* () {
      const future = new Future<void>();
      store.run("first", () => future.addDoneCallback(() => seen.push(store.getStore())));
      store.run("second", () => future.setResult());
      store.run("late", () => future.addDoneCallback(() => seen.push(store.getStore())));
      yield* sleep(1);
    },
    { loop: new VirtualLoop() },
  );
  expect(seen).toEqual(["first", "late"]);
});

test("without a snapshot, tasks on a HostVirtualLoop see no store", async () => {
  const seen: unknown[] = [];
  await run(
    function* () {
      const tasks = ["red", "blue"].map((name) => store.run(name, () => createTask(logStore(seen, 1))));
      yield* gather(...tasks);
    },
    { loop: new HostVirtualLoop() },
  );
  expect(seen).toEqual([undefined, undefined, undefined, undefined]);
});

test("without a snapshot, an eager task sees no store", () => {
  const seen: unknown[] = [];
  run(
    function* () {
      yield* store.run("red", () => createTask(logStore(seen, 1), { eagerStart: true }));
    },
    { loop: new VirtualLoop() },
  );
  expect(seen).toEqual([undefined, undefined]);
});
