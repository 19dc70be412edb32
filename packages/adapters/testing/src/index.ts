export { virtually } from "./virtually.ts";
export { DeadlockError } from "@asyncio-ts/tasks";
export { type Exploration, explore } from "./explore.ts";
export { ExplorationError } from "./exploration-error.ts";
export type { ExploreOptions } from "./explore-options.ts";
export { HostVirtualLoop } from "./host-virtual-loop.ts";
export { LivelockError } from "./livelock-error.ts";
export { replay } from "./replay.ts";
export { VirtualLoop } from "./virtual-loop.ts";
