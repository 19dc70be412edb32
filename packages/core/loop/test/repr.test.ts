import { repr } from "@asyncio-ts/loop/lowlevel";
import { expect, test } from "vitest";

test.each<[unknown, string]>([
  ["a\nb", '"a\\nb"'],
  [1, "1"],
  [undefined, "undefined"],
  [null, "null"],
  [1n, "1n"],
  [Symbol("s"), "Symbol(s)"],
  [function named() {}, "function named"],
  [function* generating() {}, "function* generating"],
  [() => {}, "function (anonymous)"],
  [async function fetching() {}, "async function fetching"],
  [new RangeError("too far"), 'RangeError("too far")'],
  [[1, 2], "an array of 2"],
  [{}, "an object of class Object"],
  [(async function* () {})(), "an object of class AsyncGenerator"],
  [new Map(), "an object of class Map"],
  [Object.create(null), "an object of class null"],
  [new Date(NaN), "Invalid Date"],
  [{ toString: () => "its own words" }, "its own words"],
])("repr() returns $1", (value, text) => {
  expect(repr(value)).toBe(text);
});

test("repr() names the class of a value if its toString() throws", () => {
  class Shy {
    toString(): string {
      throw new Error("no text");
    }
  }
  expect(repr(new Shy())).toBe("an object of class Shy");
});

/** A proxy with traps that all throw. */
const revoked = (target: object): object => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};

const throwing = (property: string, on: object): object =>
  Object.defineProperty(on, property, {
    get() {
      throw new Error(`no ${property}`);
    },
  });

test.each<[string, unknown, string]>([
  ["a revoked proxy", revoked({}), "an unprintable object"],
  ["a revoked callable proxy", revoked(() => {}), "an unprintable function"],
  ["a proxy that throws", new Proxy({}, { get: () => throwing("x", {})["x" as never] }), "an unprintable object"],
  ["a function whose name is a symbol", Object.defineProperty(() => {}, "name", { value: Symbol("s") }), "an unprintable function"],
  ["an error whose name throws", throwing("name", new Error("x")), "an unprintable object"],
  ["an object whose constructor throws", throwing("constructor", {}), "an unprintable object"],
])("repr() never throws: %s", (_, value, text) => {
  expect(repr(value)).toBe(text);
});

test.each<[string, unknown]>([
  ["a long string", "x".repeat(1_000_000)],
  ["an object with a long text", { toString: () => "x".repeat(1_000_000) }],
  ["an error with a long message", new Error("x".repeat(1_000_000))],
  ["a function with a long name", Object.defineProperty(() => {}, "name", { value: "x".repeat(1_000_000) })],
])("repr() cuts %s", (_, value) => {
  expect(repr(value)).toHaveLength(301);
  expect(repr(value)).toMatch(/x…$/);
});
