import type { NetworkedLoop } from "@asyncio-ts/streams";
import { getRunningLoop } from "@asyncio-ts/tasks";
import { MemoryNetwork } from "@asyncio-ts/testing";

/** Gives the running loop a network in memory, and returns it. */
export function useMemoryNetwork(): MemoryNetwork {
  const network = new MemoryNetwork();
  (getRunningLoop() as NetworkedLoop).network = network;
  return network;
}
