import { hostWorkHeld } from "@asyncio-ts/loop/lowlevel";
import { expect, test } from "vitest";
import { GuestLoop } from "./guest-loop.ts";
import { VirtualLoop } from "./virtual-loop.ts";

test("hostWorkHeld() lists each piece of host work until it is disposed", () => {
  const loop = new VirtualLoop();
  expect(hostWorkHeld(loop)).toEqual([]);
  const socket = loop.hostWork("a socket");
  const fetch = loop.hostWork("a fetch");
  const second = loop.hostWork("a fetch");
  expect(hostWorkHeld(loop)).toEqual(["a socket", "a fetch", "a fetch"]);
  fetch[Symbol.dispose]();
  fetch[Symbol.dispose]();
  expect(hostWorkHeld(loop)).toEqual(["a socket", "a fetch"]);
  socket[Symbol.dispose]();
  second[Symbol.dispose]();
  expect(hostWorkHeld(loop)).toEqual([]);
});

test("`using` disposes host work at the end of the block", () => {
  const loop = new VirtualLoop();
  {
    using _ = loop.hostWork("a socket");
    expect(hostWorkHeld(loop)).toEqual(["a socket"]);
  }
  expect(hostWorkHeld(loop)).toEqual([]);
});

test("disposing host work does not wake a loop on the host's own clock, which does not look at it", () => {
  const loop = new GuestLoop();
  loop.driver.inline = true;
  loop.hostWork("a socket")[Symbol.dispose]();
  expect(loop.driver.armed).toBe(Infinity);
});

test("disposing host work wakes a parked loop, and disposing it again does not", () => {
  const loop = new GuestLoop();
  const { driver } = loop;
  const work = loop.hostWork("a socket");
  expect(driver.armed).toBe(Infinity);
  work[Symbol.dispose]();
  expect(driver.armed).toBe("wake");
  driver.turn();
  work[Symbol.dispose]();
  expect(driver.armed).toBe(Infinity);
});
