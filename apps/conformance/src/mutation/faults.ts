import type { Fault } from "./fault.ts";
import { loopFaults } from "./faults/loop.ts";
import { streamsFaults } from "./faults/streams.ts";
import { syncFaults } from "./faults/sync.ts";
import { tasksFaults } from "./faults/tasks.ts";

export const faults: Fault[] = [...loopFaults, ...tasksFaults, ...syncFaults];

export { streamsFaults };
