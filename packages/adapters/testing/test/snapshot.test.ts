// @skip-on Chromium: A page does not have `AsyncLocalStorage`.
import { AsyncLocalStorage } from "node:async_hooks";
import { setSnapshot } from "@asyncio-ts/loop";
import { coroutine, createTask, Future, gather, run, sleep, taskGroup } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { afterEach, expect, test } from "vitest";

const store = new AsyncLocalStorage<string>();
afterEach(() => setSnapshot(null));

/** What the store holds, before and after a wait. */
function* look(seen: unknown[], ms: number): Generator<any, void, any> {
  seen.push(store.getStore());
  yield* sleep(ms);
  seen.push(store.getStore());
}

test("with a snapshot installed, each task sees the store under which it was made, in every step", async () => {
  setSnapshot(() => AsyncLocalStorage.snapshot());
  for (const loop of [new VirtualLoop(), new HostVirtualLoop()]) {
    const seen: Record<string, unknown[]> = { main: [], red: [], blue: [], grandchild: [] };
    const marked = coroutine(function* () {
      yield* look(seen.blue!, 2);
    });
    await store.run("outside", () =>
      run(
        function* () {
          yield* look(seen.main!, 1);
          const red = store.run("red", () =>
            createTask(function* () {
              yield* look(seen.red!, 3);
              yield* createTask(look(seen.grandchild!, 1));
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

test("eager tasks and those of a group carry it, too, and give their creator's store back", () => {
  setSnapshot(() => AsyncLocalStorage.snapshot());
  const seen: unknown[] = [];
  store.run("outside", () =>
    run(
      function* () {
        yield* taskGroup(function* (group) {
          store.run("eager", () => group.createTask(look(seen, 1), { eagerStart: true }));
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

test("a done callback sees the store under which it was added", () => {
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

test("without one, a store is empty inside the tasks of a host, never another task's", async () => {
  const seen: unknown[] = [];
  await run(
    function* () {
      const tasks = ["red", "blue"].map((name) => store.run(name, () => createTask(look(seen, 1))));
      yield* gather(...tasks);
    },
    { loop: new HostVirtualLoop() },
  );
  expect(seen).toEqual([undefined, undefined, undefined, undefined]);
});

test("without one, an eager task does not see its creator's store either", () => {
  const seen: unknown[] = [];
  run(
    function* () {
      yield* store.run("red", () => createTask(look(seen, 1), { eagerStart: true }));
    },
    { loop: new VirtualLoop() },
  );
  expect(seen).toEqual([undefined, undefined]);
});
