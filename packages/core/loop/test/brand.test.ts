// @skip-on Chromium: A page does not have Node's file system.
import { Context, ContextVar, copyContext, Handle, LoopCore, TimerHandle, Token } from "@asyncio-ts/loop";
import { brand, branded, nameOf } from "@asyncio-ts/loop/lowlevel";
import { expect, test } from "vitest";
import { copy } from "./copy.ts";
import { VirtualDriver, VirtualLoop } from "./virtual-loop.ts";

const theirs = await copy();

test("a copy has classes of its own", () => {
  const { LoopCore: Loop, Handle: Of, Context: In, ContextVar: Variable, Token: Back } = theirs;
  expect([Loop === LoopCore, Of === Handle, In === Context, Variable === ContextVar, Back === Token]).not.toContain(true);
});

test("instanceof recognises the instances of the other copy, both ways", () => {
  const loop = new VirtualLoop();
  const their = new theirs.LoopCore(new VirtualDriver());
  const variable = new ContextVar<number>("ours");
  const theirVariable = new theirs.ContextVar<number>("theirs");
  const pairs: [unknown, abstract new (...args: never[]) => unknown][] = [
    [loop, theirs.LoopCore],
    [their, LoopCore],
    [loop.callSoon(() => {}), theirs.Handle],
    [their.callSoon(() => {}), Handle],
    [loop.callLater(1, () => {}), theirs.TimerHandle],
    [their.callLater(1, () => {}), TimerHandle],
    [their.callLater(1, () => {}), Handle],
    [copyContext(), theirs.Context],
    [theirs.copyContext(), Context],
    [variable, theirs.ContextVar],
    [theirVariable, ContextVar],
    [copyContext().run(() => variable.set(1)), theirs.Token],
    [theirs.copyContext().run(() => theirVariable.set(1)), Token],
  ];
  for (const [instance, type] of pairs) expect(instance, type.name).toBeInstanceOf(type);
});

test("instanceof tells other things apart, and subclasses by their prototype", () => {
  const loop = new VirtualLoop();
  const handle = loop.callSoon(() => {});
  for (const value of [null, undefined, 1, "Handle", {}, [], () => {}, Handle, loop]) expect(value instanceof Handle).toBe(false);
  expect(handle instanceof TimerHandle).toBe(false);
  expect(new LoopCore(new VirtualDriver()) instanceof VirtualLoop).toBe(false);
  expect(loop instanceof VirtualLoop).toBe(true);
  expect({ __proto__: Handle.prototype } instanceof Handle).toBe(true);
});

test("an error that is branded shows its name, and keeps its own stack", () => {
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

test("a class that is branded is itself, and texts show its name also where a bundler took it", () => {
  const Kept = class extends Map {};
  expect(brand(Kept, "Kept")).toBe(Kept);
  class Own extends Kept {}
  expect([nameOf(new Kept()), nameOf(new Own()), nameOf(new Map())]).toEqual(["Kept", "Own", "Map"]);
});
