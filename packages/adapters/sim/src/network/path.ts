import type { Fabric } from "../world/fabric.ts";
import type { LinkValues } from "./link-settings.ts";

/** The streams of a path that wait for the end of a partition. */
export interface Stalled {
  /** Sends again what did not arrive. */
  retransmit(): void;
}

/** One direction between two hosts. */
export class Path {
  readonly from: string;
  readonly to: string;
  readonly settings: LinkValues;
  /** The streams that wait until the path is no longer blocked. */
  readonly stalled: Set<Stalled> = new Set();
  readonly #fabric: Fabric;
  #isBlocked = false;
  #busyUntil = 0;

  constructor(fabric: Fabric, from: string, to: string, settings: LinkValues) {
    this.#fabric = fabric;
    this.from = from;
    this.to = to;
    this.settings = settings;
  }

  /** Whether a partition keeps everything from arriving. */
  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  set isBlocked(value: boolean) {
    this.#isBlocked = value;
    if (value) return;
    const stalled = [...this.stalled];
    this.stalled.clear();
    for (const stream of stalled) stream.retransmit();
  }

  /** Returns the time at which `bytes` that are sent now arrive. */
  arrival(bytes: number): number {
    const { now } = this.#fabric.world;
    const { bandwidth } = this.settings;
    if (bandwidth === Infinity) return now + this.latency();
    this.#busyUntil = Math.max(now, this.#busyUntil) + (bytes * 1000) / bandwidth;
    return this.#busyUntil + this.latency();
  }

  /** Returns the milliseconds that the next message takes. */
  latency(): number {
    const { latency } = this.settings;
    return typeof latency === "number" ? latency : this.#fabric.choices.latency(latency[0], latency[1]);
  }

  /** Whether a fault with a probability strikes the next message. */
  strikes(fault: "loss" | "duplicate" | "reorder"): boolean {
    const p = this.settings[fault];
    return p > 0 && this.#fabric.choices.chance(p);
  }

  toString(): string {
    return `${this.from} → ${this.to}`;
  }
}
