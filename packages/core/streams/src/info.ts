import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Channel } from "./channel.ts";
import type { DatagramChannel } from "./network.ts";

/** Returns a fact of a channel; `fallback` if it is not known. @throws TypeError if `name` is no string */
export function infoOf(channel: Channel | DatagramChannel, name: unknown, fallback: unknown): unknown {
  if (typeof name !== "string") throw wrongArgument("getExtraInfo", 'a name, such as "peername"', name);
  return channel.getExtraInfo(name) ?? fallback;
}
