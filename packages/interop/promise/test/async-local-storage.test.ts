// @skip-on Chromium: A page does not have `AsyncLocalStorage`.
import { AsyncLocalStorage } from "node:async_hooks";
import { setSnapshot } from "@asyncio-ts/loop";
import { fromCallback, fromPromise, toAsyncFunction, toPromise } from "@asyncio-ts/promise";
import { coroutine, createTask, Future, gather, getRunningLoop, run, sleep } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { afterAll, beforeAll, describe, expect, test as plain } from "vitest";
import { hostTurn } from "./host-turn.ts";

const store = new AsyncLocalStorage<string>();

describe("without the async-local-storage module,", () => {
  plain("tasks see no store, even if a callback with a store wakes them", async () => {
    const seen = new Set<unknown>();
    const look = (value: unknown) => void seen.add(value);
    await store.run("outside", () =>
      run(function* () {
        look(store.getStore());
        const futures = [new Future<void>(), new Future<void>()];
        const tasks = ["red", "blue"].map((name, i) =>
          store.run(name, () =>
            createTask(function* () {
              look(store.getStore());
              yield* sleep(1);
              look(store.getStore());
              yield* fromPromise(hostTurn());
              look(store.getStore());
              yield* fromCallback((callback) => void store.run(name, () => setImmediate(callback)));
              look(store.getStore());
              // This timer wakes the loop and settles the future with a store.
              setTimeout(() => store.run(name, () => futures[i]!.setResult()), 1);
              yield* futures[i]!;
              look(store.getStore());
            }),
          ),
        );
        yield* gather(...tasks);
        getRunningLoop().callSoon(() => look(store.getStore()));
        yield* sleep(1);
      }),
    );
    await store.run("outside", () =>
      toPromise(function* () {
        look(store.getStore());
        yield* sleep(1);
        look(store.getStore());
      }),
    );
    store.run("outside", () =>
      run(
        function* () {
          look(store.getStore());
        },
        { loop: new VirtualLoop() },
      ),
    );
    expect([...seen]).toEqual([undefined]);
  });

  test("an eager task sees no store in its first step", { host: true }, function* () {
    const seen: unknown[] = [];

    const body = function* () {
      seen.push(store.getStore());
    };
    yield* store.run("red", () => createTask(body, { eagerStart: true }));

    expect(seen).toEqual([undefined]);
  });
});

describe("with the async-local-storage module,", () => {
  beforeAll(() => import("@asyncio-ts/promise/async-local-storage"));
  afterAll(() => setSnapshot(null));

  plain("a task keeps the store of its creation across awaits of all kinds", async () => {
    const marked = coroutine(function* () {
      yield* sleep(1);
      return store.getStore();
    });
    const handle = toAsyncFunction(function* (name: string) {
      const seen: unknown[] = [store.getStore()];
      yield* sleep(1);
      seen.push(store.getStore());
      yield* fromPromise(hostTurn());
      seen.push(store.getStore());
      yield* fromCallback((callback) => void store.run("elsewhere", () => setImmediate(callback)));
      seen.push(store.getStore(), yield* marked(), yield* createTask(marked()));
      seen.push(yield* fromPromise(async () => hostTurn().then(() => store.getStore())));
      return seen.every((value) => value === name);
    });
    expect(await Promise.all(["red", "blue"].map((name) => store.run(name, () => handle(name))))).toEqual([true, true]);
    expect(store.getStore()).toBe(undefined);
  });

  plain("each of 200 interleaved tasks keeps its own store", async () => {
    const loop = new HostVirtualLoop();
    const wrong = await run(
      function* () {
        const wrong: string[] = [];
        const tasks = Array.from({ length: 200 }, (_, i) =>
          store.run(`store ${i}`, () =>
            createTask(function* () {
              for (let step = 0; step < 20; step++) {
                yield* step % 5 === 4 ? fromPromise(Promise.resolve()) : sleep((i * 7 + step * 3) % 11);
                if (store.getStore() !== `store ${i}`) wrong.push(`task ${i}, step ${step}: ${store.getStore()}`);
              }
            }),
          ),
        );
        yield* gather(...tasks);
        return wrong;
      },
      { loop },
    );
    expect(wrong).toEqual([]);
  });

  test("children, eager children and timers see the store of their creation", { host: true }, function* () {
    const body = function* () {
      const first = store.getStore();
      yield* sleep(1);
      return [first, store.getStore()];
    };
    const lazy = store.run("lazy", () => createTask(body));
    const eager = store.run("eager", () => createTask(body, { eagerStart: true }));
    expect(store.getStore()).toBe(undefined);
    expect(yield* gather(lazy, eager)).toEqual([
      ["lazy", "lazy"],
      ["eager", "eager"],
    ]);
    const timed = new Future<unknown>();
    store.run("timer", () => getRunningLoop().callLater(5, () => timed.setResult(store.getStore())));
    expect(yield* timed).toBe("timer");
  });
});
