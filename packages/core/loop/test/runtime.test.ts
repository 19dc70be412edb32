// @skip-on Chromium: A page does not have Node's file system.
import { readFileSync } from "node:fs";
import { ContextVar, copyContext, LoopCore, Token } from "@asyncio-ts/loop";
import { shared } from "@asyncio-ts/loop/lowlevel";
import { expect, test } from "vitest";
import { loadCopy } from "./load-copy.ts";
import { VirtualDriver, VirtualLoop } from "./virtual-loop.ts";

const theirs = await loadCopy();
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };

test("two copies of the package share one running loop", () => {
  const loop = new VirtualLoop();
  const other = new theirs.LoopCore(new VirtualDriver());
  const seen: unknown[] = [];
  const errors: unknown[] = [];
  loop.setExceptionHandler((_, { exception }) => errors.push(exception));
  loop.callSoon(() => {
    seen.push(theirs.LoopCore.running());
    void other.runForever();
  });
  loop.runForever();
  expect(seen).toEqual([loop]);
  expect(errors).toEqual([new Error("Cannot run the event loop while another loop is running")]);
  expect(LoopCore.running()).toBeNull();
});

test("two copies of the package share one current context, inside and outside steps", () => {
  const color = new ContextVar<string>("color", { default: "none" });
  const token = color.set("red");
  expect(theirs.copyContext().get(color)).toBe("red");
  const theirLoop = new theirs.LoopCore(new VirtualDriver());
  const seen: string[] = [];
  theirLoop.callSoon(() => seen.push(color.get()));
  theirLoop.callSoon(() => theirLoop.stop());
  color.reset(token);
  void theirLoop.runForever();
  expect(seen).toEqual(["red"]);
  theirs.copyContext().run(() => expect(copyContext().get(color)).toBeUndefined());
  expect(theirs.Token.MISSING).toBe(Token.MISSING);
});

test("shared() returns the value of the first copy to every copy", () => {
  const value = shared("test value", () => ({ made: "ours" }));
  expect(theirs.shared("test value", () => ({ made: "theirs" }))).toBe(value);
});

test("a copy of another minor version shares the branded classes with this copy", async () => {
  const minor = await loadCopy((source) => source.replaceAll(`"${version}"`, '"1.999.0"'));
  expect(new minor.LoopCore(new VirtualDriver())).toBeInstanceOf(LoopCore);
});

test("importing a copy of another major version throws an error that names both versions", async () => {
  const second = (source: string): string => {
    const changed = source.replace("MAJOR = 1;", "MAJOR = 2;").replaceAll(`"${version}"`, '"2.3.4"');
    expect(changed).toContain("MAJOR = 2;");
    expect(changed).toContain('"2.3.4"');
    return changed;
  };
  await expect(loadCopy(second)).rejects.toThrow(
    new Error(`asyncio-ts 2.3.4 cannot run beside asyncio-ts ${version}, which was loaded first: let all packages depend on one of them.`),
  );
});
