import { branded, wrongArgument } from "@asyncio-ts/loop/lowlevel";

const isEventLoop = /* @__PURE__ */ branded("EventLoop");

/** Checks a loop. @throws TypeError if `loop` is no event loop */
export function checkLoop(caller: string, loop: unknown, expected = "an event loop"): void {
  if (!isEventLoop(loop)) throw wrongArgument(caller, expected, loop);
}
