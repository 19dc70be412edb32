import { disown, own } from "@asyncio-ts/loop/lowlevel";
import { expect, test } from "vitest";
import { VirtualLoop } from "./virtual-loop.ts";

test("a loop that closes closes what was opened on it, in order and once, but not what was closed before", () => {
  const loop = new VirtualLoop();
  const closed: number[] = [];
  const resources = [0, 1, 2].map((number) => ({ loopClosed: () => void closed.push(number) }));
  for (const resource of resources) own(loop, resource);
  disown(loop, resources[1]!);
  loop.close();
  loop.close();
  expect(closed).toEqual([0, 2]);
  expect(() => own(loop, resources[0]!)).toThrow("Event loop is closed");
  disown(loop, resources[0]!);
});

test("an error of a resource is reported, and the next ones are closed", () => {
  const loop = new VirtualLoop();
  const error = new Error("stuck");
  const reports: unknown[] = [];
  let isClosed = false;
  loop.setExceptionHandler((_, { message, exception }) => reports.push([message, exception]));
  own(loop, {
    loopClosed() {
      throw error;
    },
  });
  own(loop, { loopClosed: () => void (isClosed = loop.isClosed()) });
  loop.close();
  expect([reports, isClosed]).toEqual([[["Exception in the close of a loop", error]], true]);
});
