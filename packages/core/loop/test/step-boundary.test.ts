import type { Runnable } from "@asyncio-ts/loop";
import { enqueue, runInline } from "@asyncio-ts/loop/lowlevel";
import { expect, onTestFinished, test, vi } from "vitest";
import { GuestLoop } from "./guest-loop.ts";
import { VirtualLoop } from "./virtual-loop.ts";

const boom = new Error("boom");

class Throwing implements Runnable {
  context = null;

  run(): void {
    throw boom;
  }

  toString(): string {
    return "<Broken>";
  }
}

const throwing = (): Runnable => new Throwing();

test.each([false, true])("a step that throws is reported, and the other steps of the pass run, with debug mode %s", (debug) => {
  const loop = new VirtualLoop();
  loop.setDebug(debug);
  const log: unknown[] = [];
  loop.setExceptionHandler((_, { message, exception }) => log.push(message, exception));
  enqueue(loop, throwing());
  loop.callSoon(() => log.push("next"));
  enqueue(loop, throwing());
  loop.callSoon(() => log.push("last"));
  loop.runForever();
  const report = ["Exception in a step of <Broken>", boom];
  expect(log).toEqual([...report, "next", ...report, "last"]);
});

test("a host callback that throws in runInline() is reported, and the loop is woken by later work", () => {
  const loop = new GuestLoop();
  Object.assign(loop.driver, { inline: true });
  const reported: unknown[] = [];
  loop.setExceptionHandler((_, { exception }) => reported.push(exception));
  const fails = (): null => {
    throw boom;
  };
  runInline(loop, fails, null, null);
  expect(reported).toEqual([boom]);
  const log: string[] = [];
  loop.callSoon(() => log.push("later"));
  loop.driver.turn();
  expect(log).toEqual(["later"]);
});

test("a step that throws inside a host callback is reported, and the loop goes on", () => {
  const loop = new GuestLoop();
  Object.assign(loop.driver, { inline: true });
  const reported: unknown[] = [];
  loop.setExceptionHandler((_, { exception }) => reported.push(exception));
  runInline(loop, throwing, null, null);
  expect(reported).toEqual([boom]);
});

test("if the console throws as well, its error is thrown to the host, and the loop goes on", () => {
  const error = new Error("fail on console");
  const spy = vi.spyOn(console, "error").mockImplementation(() => {
    throw error;
  });
  const later: (() => void)[] = [];
  const microtasks = vi.spyOn(globalThis, "queueMicrotask").mockImplementation((callback) => later.push(callback));
  onTestFinished(() => {
    spy.mockRestore();
    microtasks.mockRestore();
  });
  const loop = new VirtualLoop();
  const log: string[] = [];
  enqueue(loop, throwing());
  loop.callSoon(() => log.push("goes on"));
  loop.runForever();
  expect(log).toEqual(["goes on"]);
  expect(later).toHaveLength(1);
  expect(later[0]).toThrow(error);
});
