// @skip-on Chromium: A page does not have Node's file system.
import { Context, ContextVar, copyContext, Handle, LoopCore, TimerHandle, Token } from "@asyncio-ts/loop";
import { brand, branded, nameOf } from "@asyncio-ts/loop/lowlevel";
import { expect, test } from "vitest";
import { loadCopy } from "./load-copy.ts";
import { VirtualDriver, VirtualLoop } from "./virtual-loop.ts";

const theirs = await loadCopy();

test("a second copy of the package defines its own classes", () => {
  const pairs: [unknown, unknown][] = [
    [theirs.LoopCore, LoopCore],
    [theirs.Handle, Handle],
    [theirs.Context, Context],
    [theirs.ContextVar, ContextVar],
    [theirs.Token, Token],
  ];
  for (const [their, own] of pairs) expect(their).not.toBe(own);
});

test("instanceof recognises instances across copies, in both directions", () => {
  const loop = new VirtualLoop();
  const theirLoop = new theirs.LoopCore(new VirtualDriver());
  const variable = new ContextVar<number>("ours");
  const theirVariable = new theirs.ContextVar<number>("theirs");
  const pairs: [unknown, abstract new (...args: never[]) => unknown][] = [
    [loop, theirs.LoopCore],
    [theirLoop, LoopCore],
    [loop.callSoon(() => {}), theirs.Handle],
    [theirLoop.callSoon(() => {}), Handle],
    [loop.callLater(1, () => {}), theirs.TimerHandle],
    [theirLoop.callLater(1, () => {}), TimerHandle],
    [theirLoop.callLater(1, () => {}), Handle],
    [copyContext(), theirs.Context],
    [theirs.copyContext(), Context],
    [variable, theirs.ContextVar],
    [theirVariable, ContextVar],
    [copyContext().run(() => variable.set(1)), theirs.Token],
    [theirs.copyContext().run(() => theirVariable.set(1)), Token],
  ];
  for (const [instance, type] of pairs) expect(instance, type.name).toBeInstanceOf(type);
});

test("instanceof rejects unrelated values, and checks unbranded subclasses by prototype", () => {
  const loop = new VirtualLoop();
  const handle = loop.callSoon(() => {});
  for (const value of [null, undefined, 1, "Handle", {}, [], () => {}, Handle, loop]) expect(value instanceof Handle).toBe(false);
  expect(handle instanceof TimerHandle).toBe(false);
  expect(new LoopCore(new VirtualDriver()) instanceof VirtualLoop).toBe(false);
  expect(loop instanceof VirtualLoop).toBe(true);
  expect({ __proto__: Handle.prototype } instanceof Handle).toBe(true);
});

test("a branded error prints its brand name, keeps its own stack and is recognised by branded()", () => {
  class Lost extends Error {}
  brand(Lost, "Lost");
  const isLost = branded("Lost");
  const lost = new Lost("and found");
  expect(String(lost)).toBe("Lost: and found");
  expect(lost.stack).toContain("brand.test.ts");
  expect([isLost(lost), isLost(new Error("else")), isLost(null)]).toEqual([true, false, false]);
  class LostForEver extends Lost {}
  expect([new LostForEver() instanceof Lost, lost instanceof LostForEver]).toEqual([true, false]);
});

test("brand() returns the class, and nameOf() returns the brand name or else the constructor's name", () => {
  const Kept = class extends Map {};
  expect(brand(Kept, "Kept")).toBe(Kept);
  class Own extends Kept {}
  expect([nameOf(new Kept()), nameOf(new Own()), nameOf(new Map())]).toEqual(["Kept", "Own", "Map"]);
});
