// @skip-on Chromium: A page does not have `AsyncLocalStorage`.
import { AsyncLocalStorage } from "node:async_hooks";
import { ContextVar, HostDriver, LoopCore, setSnapshot } from "@asyncio-ts/loop";
import { afterEach, expect, test } from "vitest";
import { GuestLoop } from "./guest-loop.ts";
import { VirtualLoop } from "./virtual-loop.ts";

const store = new AsyncLocalStorage<string>();

afterEach(() => setSnapshot(null));

test("with a snapshot installed, a handle sees the store of where it was made", () => {
  setSnapshot(() => AsyncLocalStorage.snapshot());
  const loop = new VirtualLoop();
  const seen: (string | undefined)[] = [];
  const see = (): unknown => seen.push(store.getStore());
  store.run("red", () => {
    loop.callSoon(() => {
      see();
      loop.callSoon(see);
      store.run("blue", () => loop.callLater(5, see));
    });
  });
  loop.callSoon(see);
  store.run("green", () => loop.runForever());
  expect(seen).toEqual(["red", undefined, "red", "blue"]);
  expect(store.getStore()).toBeUndefined();
});

test("without one, a handle sees no store: neither another handle's nor that of whoever runs the loop", () => {
  const loop = new GuestLoop();
  const seen: (string | undefined)[] = [];
  store.run("red", () => loop.callSoon(() => seen.push(store.getStore())));
  store.run("green", () => loop.callSoon(() => seen.push(store.getStore())));
  store.run("blue", () => loop.driver.turn());
  expect(seen).toEqual([undefined, undefined]);
});

test("without one, whoever arms the host's callback does not lend its store to what runs then", async () => {
  const loop = new LoopCore(new HostDriver());
  const seen: (string | undefined)[] = [];
  const look = (resolve: () => void) => () => {
    seen.push(store.getStore());
    resolve();
  };
  // By a hop, a microtask and a timer.
  for (const arm of [loop.callSoon.bind(loop), loop.callSoon.bind(loop), loop.callLater.bind(loop, 1)]) {
    await new Promise<void>((resolve) => store.run("red", () => arm(look(resolve))));
  }
  expect(seen).toEqual([undefined, undefined, undefined]);
  loop.close();
});

test("a snapshot is taken once a handle, and entered once a step", () => {
  const log: string[] = [];
  setSnapshot(() => {
    log.push("taken");
    return (step) => {
      log.push("entered");
      return step();
    };
  });
  const loop = new VirtualLoop();
  loop.callSoon(() => log.push("step"));
  loop.callLater(1, () => {}).cancel();
  loop.runForever();
  expect(log).toEqual(["taken", "taken", "entered", "step"]);
});

test("context variables and the snapshot go together", () => {
  setSnapshot(() => AsyncLocalStorage.snapshot());
  const name = new ContextVar<string>("name", { default: "none" });
  const loop = new VirtualLoop();
  const seen: unknown[] = [];
  store.run("red", () => {
    loop.callSoon(() => {
      name.set("inner");
      loop.callSoon(() => seen.push([store.getStore(), name.get()]));
    });
  });
  loop.runForever();
  expect(seen).toEqual([["red", "inner"]]);
  expect(name.get()).toBe("none");
});

test("a handle's exception is handled under its snapshot", () => {
  setSnapshot(() => AsyncLocalStorage.snapshot());
  const loop = new VirtualLoop();
  const seen: unknown[] = [];
  loop.setExceptionHandler(() => seen.push(store.getStore()));
  store.run("red", () => {
    loop.callSoon(() => {
      throw new Error("bad luck");
    });
  });
  loop.runForever();
  expect(seen).toEqual(["red"]);
});

test("taken away, it costs and carries nothing", () => {
  setSnapshot(() => AsyncLocalStorage.snapshot());
  setSnapshot(null);
  const loop = new GuestLoop();
  const seen: unknown[] = [];
  const handle = store.run("red", () => loop.callSoon(() => seen.push(store.getStore())));
  expect(handle.context).toBeNull();
  loop.driver.turn();
  expect(seen).toEqual([undefined]);
});
