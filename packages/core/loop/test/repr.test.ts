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
