import { type Driver, LoopCore } from "@asyncio-ts/loop";
import { EventLoop, ThreadLoop } from "@asyncio-ts/tasks";
import type { Network, NetworkedLoop } from "@asyncio-ts/streams";
import type { Random } from "@asyncio-ts/testing/lowlevel";
import type { NodeClock } from "../world/clock.ts";

/** The part of the world that a loop runs on: a node, or the place of the scenario. */
export interface Machine {
  /** The name of the node; "scenario" for the scenario. */
  readonly name: string;
  readonly clock: NodeClock;
  /** The source of its random numbers. */
  readonly random: Random;
  readonly loop: EventLoop;
}

/** The loop of one life of a node. */
export class NodeLoop extends EventLoop implements NetworkedLoop {
  readonly machine: Machine;
  readonly network: Network;

  constructor(driver: Driver<false>, machine: (loop: EventLoop) => Machine, network: Network) {
    super(driver);
    this.machine = machine(this);
    this.network = network;
  }
}

/** The loop of a scenario. */
export class ScenarioLoop extends ThreadLoop implements NetworkedLoop {
  readonly machine: Machine;
  readonly network: Network;

  constructor(driver: Driver<true>, machine: (loop: EventLoop) => Machine, network: Network) {
    super(driver);
    this.machine = machine(this);
    this.network = network;
  }
}

/** Returns the machine of the step that runs now; null outside a step. */
export function presentMachine(): Machine | null {
  return (LoopCore.running() as { machine?: Machine } | null)?.machine ?? null;
}
