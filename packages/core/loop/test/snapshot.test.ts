// @skip-on Chromium: A page does not have `AsyncLocalStorage`.
import { AsyncLocalStorage } from "node:async_hooks";
import { ContextVar, HostDriver, LoopCore, setSnapshot } from "@asyncio-ts/loop";
import { afterEach, expect, test } from "vitest";
import { GuestLoop } from "./guest-loop.ts";
import { VirtualLoop } from "./virtual-loop.ts";

const store = new AsyncLocalStorage<string>();

afterEach(() => setSnapshot(null));

test("with a snapshot installed, a handle sees the store in which it was created", () => {
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

test("without a snapshot, a handle sees no store, neither its creator's nor the host callback's", () => {
  const loop = new GuestLoop();
  const seen: (string | undefined)[] = [];
  store.run("red", () => loop.callSoon(() => seen.push(store.getStore())));
  store.run("green", () => loop.callSoon(() => seen.push(store.getStore())));
  store.run("blue", () => loop.driver.turn());
  expect(seen).toEqual([undefined, undefined]);
});

test("without a snapshot, a handle does not see the store in which its host callback was armed", async () => {
  const loop = new LoopCore(new HostDriver());
  const seen: (string | undefined)[] = [];
  const look = (resolve: () => void) => () => {
    seen.push(store.getStore());
    resolve();
  };
  // A macrotask, a microtask and a timer wake the loop, in this order.
  for (const arm of [loop.callSoon.bind(loop), loop.callSoon.bind(loop), loop.callLater.bind(loop, 1)]) {
    await new Promise<void>((resolve) => store.run("red", () => arm(look(resolve))));
  }
  expect(seen).toEqual([undefined, undefined, undefined]);
  loop.close();
});

test("a snapshot is taken once for each handle, and entered once for each step", () => {
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

test("a handle captures context variables and the snapshot together", () => {
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

test("the exception handler runs under the snapshot of the failed handle", () => {
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

test("setSnapshot(null) removes the snapshot: a handle captures no context and sees no store", () => {
  setSnapshot(() => AsyncLocalStorage.snapshot());
  setSnapshot(null);
  const loop = new GuestLoop();
  const seen: unknown[] = [];
  const handle = store.run("red", () => loop.callSoon(() => seen.push(store.getStore())));
  expect(handle).toHaveProperty("context", null);
  loop.driver.turn();
  expect(seen).toEqual([undefined]);
});

test.each([5, {}, "als", undefined])("setSnapshot(%o) throws TypeError", (snapshot) => {
  expect(() => setSnapshot(snapshot as never)).toThrow(/^setSnapshot: a function or null was expected, got /);
});

test("a snapshot that returns no function makes callSoon() throw TypeError", () => {
  setSnapshot((() => undefined) as never);
  expect(() => new VirtualLoop().callSoon(() => {})).toThrow("setSnapshot: the snapshot must return a function, got undefined");
});

const boom = new Error("boom");

test.each<[string, (step: () => unknown) => unknown, unknown]>([
  [
    "throws before its step",
    () => {
      throw boom;
    },
    boom,
  ],
  [
    "throws after its step",
    (step) => {
      step();
      throw boom;
    },
    boom,
  ],
  ["never calls its step", () => undefined, new TypeError("setSnapshot: the function of the snapshot must call its step")],
])("a snapshot that %s is reported, and the step runs once", (_, enter, exception) => {
  setSnapshot((() => enter) as never);
  const loop = new VirtualLoop();
  const reports: unknown[] = [];
  loop.setExceptionHandler((__, context) => reports.push(context.exception));
  const log: string[] = [];
  loop.callSoon(() => log.push("step"));
  loop.runForever();
  expect([log, reports]).toEqual([["step"], [exception]]);
});
