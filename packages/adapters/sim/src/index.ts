export type { NodeClock } from "./clock.ts";
export type { Disk } from "./disk.ts";
export type { Latency, LinkOptions } from "./link-settings.ts";
export type { PartitionOptions, SimulatedLink, SimulatedNet } from "./net.ts";
export type { NodeMain, SimulatedNode } from "./node.ts";
export type { SimulateOptions } from "./options.ts";
export { type Scenario, simulate } from "./simulate.ts";
export type { Simulation } from "./simulation.ts";
export { SimulationError } from "./simulation-error.ts";
