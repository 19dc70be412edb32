import { expect, test } from "vitest";
import type { Fault } from "../src/mutation/fault.ts";
import { faults, streamsFaults } from "../src/mutation/faults.ts";
import { plant } from "../src/mutation/planting.ts";
import { functionsOf } from "../src/mutation/source-functions.ts";

const all = [...faults, ...streamsFaults];

test.each(all)("the fault fits the sources: $name", (fault) => {
  functionsOf(plant(fault));
});

test("faults have different names", () => {
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});

const fault: Fault = { name: "", file: "packages/core/sync/src/event.ts", in: "Event.isSet", find: "this.#value", replace: "true" };

test("plant() replaces the snippet in the named function only", () => {
  const text = plant(fault);
  expect(text).toMatch(/isSet\(\): boolean \{\s*return true;/);
  expect(text.match(/this\.#value/g)?.length).toBeGreaterThan(1);
});

test("plant() ignores white space in the snippet", () => {
  expect(plant({ ...fault, find: "return\n  this . #value" })).toContain("true;");
});

test.each([
  [
    "a missing file",
    { file: "packages/core/sync/src/gone.ts" },
    /no such file; Event\.isSet exists in: packages\/core\/sync\/src\/event\.ts/,
  ],
  ["a missing function", { in: "Event.gone" }, /Event\.gone was expected there; .*the snippet occurs in: packages\/.*: Event\.isSet/],
  ["a missing snippet", { find: "this.#gone" }, /`this\.#gone` was expected once, found 0 times; .*the snippet occurs in: nowhere/],
  ["a repeated snippet", { in: "Event.toString", find: "#", replace: "" }, /was expected once, found 2 times/],
])("plant() names %s and the places where the code may have moved", (_, changed, message) => {
  expect(() => plant({ ...fault, ...changed })).toThrow(message);
});

test("functionsOf() names functions after the classes and functions around them", () => {
  const source = `
    function outer(): void { function inner() {} }
    class Lock { held = false; #leave() {} [Symbol.iterator]() {} get state(): string { return ""; } }
    function pick(a: string): void; function pick(a: any) {}
    export const forEach = Object.assign(function* forEach() {}, {});
  `;
  const names = functionsOf(source).map(({ name }) => name);
  expect(names.join(" ")).toBe("outer outer.inner Lock Lock.held Lock.#leave Lock.[Symbol.iterator] Lock.state pick forEach");
});
