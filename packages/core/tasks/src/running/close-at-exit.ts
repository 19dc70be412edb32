import { host } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "../kernel/event-loop.ts";

/**
 * Closes a loop at the exit of the process, which reports lost exceptions and tasks.
 *
 * @param loopThen returns the loop at that time
 */
export function closeAtExit(loopThen: () => EventLoop): void {
  host.process?.on?.("exit", () => {
    const loop = loopThen();
    loop._isExiting = true;
    if (!loop.isRunning()) loop.close();
  });
}
