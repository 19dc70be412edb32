export { virtually } from "./virtually.ts";
export { DeadlockError } from "@asyncio-ts/tasks";
export { HostVirtualLoop } from "./host-virtual-loop.ts";
export { VirtualLoop } from "./virtual-loop.ts";
