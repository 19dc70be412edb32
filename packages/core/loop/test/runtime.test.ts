// @skip-on Chromium: A page does not have Node's file system.
import { readFileSync } from "node:fs";
import { ContextVar, copyContext, LoopCore, Token } from "@asyncio-ts/loop";
import { shared } from "@asyncio-ts/loop/lowlevel";
import { expect, test } from "vitest";
import { copy } from "./copy.ts";
import { VirtualDriver, VirtualLoop } from "./virtual-loop.ts";

const theirs = await copy();
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };

test("copies see one running loop", () => {
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

test("copies see one context, inside and outside of steps", () => {
  const color = new ContextVar<string>("color", { default: "none" });
  const token = color.set("red");
  expect(theirs.copyContext().get(color)).toBe("red");
  const their = new theirs.LoopCore(new VirtualDriver());
  const seen: string[] = [];
  their.callSoon(() => seen.push(color.get()));
  their.callSoon(() => their.stop());
  color.reset(token);
  void their.runForever();
  expect(seen).toEqual(["red"]);
  theirs.copyContext().run(() => expect(copyContext().get(color)).toBeUndefined());
  expect(theirs.Token.MISSING).toBe(Token.MISSING);
});

test("shared gives every copy the value that the first one made", () => {
  const value = shared("test value", () => ({ made: "ours" }));
  expect(theirs.shared("test value", () => ({ made: "theirs" }))).toBe(value);
});

test("another version of the same major lives beside this one", async () => {
  const minor = await copy((source) => source.replaceAll(`"${version}"`, '"1.999.0"'));
  expect(new minor.LoopCore(new VirtualDriver())).toBeInstanceOf(LoopCore);
});

test("a second, incompatible major fails at import, naming both versions", async () => {
  const second = (source: string): string => {
    const changed = source.replace("MAJOR = 1;", "MAJOR = 2;").replaceAll(`"${version}"`, '"2.3.4"');
    expect(changed).toContain("MAJOR = 2;");
    expect(changed).toContain('"2.3.4"');
    return changed;
  };
  await expect(copy(second)).rejects.toThrow(
    new Error(`asyncio-ts 2.3.4 cannot run beside asyncio-ts ${version}, which was loaded first: let all packages depend on one of them.`),
  );
});
