import { shared, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "@asyncio-ts/tasks";
import type { Network } from "./network.ts";

/** A loop with a network of its own, in place of the installed one: `const loop: NetworkedLoop = new VirtualLoop()`. */
export interface NetworkedLoop extends EventLoop {
  /** The network of everything that is opened on this loop. */
  network?: Network | null;
}

/** The network of the host, which all copies of this package share as `globalThis[Symbol.for("asyncio-ts/1 network")]`. */
const slot: { installed: Network | null } = shared("network", () => ({ installed: null }));

/**
 * Installs the network of the host, for all loops without one of their own. An adapter calls it when it is imported.
 *
 * @throws TypeError if it is no network
 */
export function installNetwork(network: Network): void {
  if (typeof network?.connect !== "function") throw wrongArgument("installNetwork", "a Network", network);
  slot.installed = network;
}

/** Returns the network of a loop. @throws Error if it has none, and none is installed */
export function networkOf(caller: string, loop: EventLoop): Network {
  const network = (loop as NetworkedLoop).network ?? slot.installed;
  if (network !== null) return network;
  throw new Error(`${caller}: there is no network; on Node, write \`import "@asyncio-ts/node"\``);
}
