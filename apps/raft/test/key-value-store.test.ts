import { expect, test } from "vitest";
import type { Change, Result } from "../src/store/command.ts";
import { KeyValueStore } from "../src/store/key-value-store.ts";

/** Returns a function that changes a store in session 1. */
function openSession(store: KeyValueStore): (sequence: number, change: Change) => Result {
  store.apply({ kind: "open" }, 1);
  return (sequence, change) => store.apply({ kind: "change", session: 1, sequence, change }, 1 + sequence);
}

test("a change that arrives twice is executed once, and gets the same result", () => {
  const store = new KeyValueStore();
  const change = openSession(store);
  const add: Change = { change: "add", key: "n", by: 5 };
  expect([change(1, add), change(1, add), change(2, add)]).toEqual([{ value: 5 }, { value: 5 }, { value: 10 }]);
});

test("a change that arrives after a later one of its session is not executed", () => {
  const store = new KeyValueStore();
  const change = openSession(store);
  change(2, { change: "put", key: "k", value: "later" });
  expect(change(1, { change: "put", key: "k", value: "earlier" })).toHaveProperty("failure");
  expect(store.get("k")).toBe("later");
});

test("a swap changes a key only if it has the expected value, null for a missing key", () => {
  const store = new KeyValueStore();
  const change = openSession(store);
  const swap = (expected: string | null, value: string): Change => ({ change: "swap", key: "k", expected, value });
  expect([change(1, swap(null, "a")), change(2, swap(null, "b")), change(3, swap("a", "c"))]).toEqual([
    { value: true },
    { value: false },
    { value: true },
  ]);
  expect(store.get("k")).toBe("c");
});

test("an addition to a string, or one without a finite sum, fails and changes nothing", () => {
  const store = new KeyValueStore();
  const change = openSession(store);
  change(1, { change: "put", key: "s", value: "text" });
  change(2, { change: "put", key: "n", value: Number.MAX_VALUE });
  expect(change(3, { change: "add", key: "s", by: 1 })).toHaveProperty("failure");
  expect(change(4, { change: "add", key: "n", by: Number.MAX_VALUE })).toHaveProperty("failure");
  expect([store.get("s"), store.get("n")]).toEqual(["text", Number.MAX_VALUE]);
});

test("a store that is restored from a snapshot has the values and the sessions", () => {
  const store = new KeyValueStore();
  openSession(store)(1, { change: "add", key: "n", by: 1 });
  const copy = new KeyValueStore();
  copy.restore(JSON.parse(JSON.stringify(store.snapshot())));
  const again = copy.apply({ kind: "change", session: 1, sequence: 1, change: { change: "add", key: "n", by: 1 } }, 9);
  expect([again, copy.get("n")]).toEqual([{ value: 1 }, 1]);
});

test("the session that was unused for longest expires after 1,024 newer ones", () => {
  const store = new KeyValueStore();
  const change = openSession(store);
  for (let index = 2; index < 1026; index++) store.apply({ kind: "open" }, index);
  expect(change(1, { change: "put", key: "k", value: 1 })).toEqual({ expired: true });
  expect(store.get("k")).toBe(null);
});
