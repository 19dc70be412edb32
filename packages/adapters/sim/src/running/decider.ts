import type { ChoiceRecord, Random } from "@asyncio-ts/testing/lowlevel";

/** The kinds of choices. 0 is the default of each: asyncio's order, the least latency, no fault, the first item. */
export const TIE = 0;
export const LATENCY = 1;
export const FAULT = 2;
export const ITEM = 3;
export type Kind = typeof TIE | typeof LATENCY | typeof FAULT | typeof ITEM;

/** The names of the kinds, for errors. */
export const KIND_NAMES: readonly string[] = ["an order", "a latency", "a fault", "a pick"];

/** A run, as far as its choices need it. */
export interface Choosing extends ChoiceRecord {
  /** The number of steps so far. */
  readonly steps: number;
}

/** Decides the choices of a run. */
export interface Decider {
  /**
   * Returns the index of an alternative.
   *
   * @param at the number of choices before this one
   * @param p the probability of a fault
   * @throws to end the run
   */
  decide(at: number, kind: Kind, alternatives: number, p: number): number;
  /** Receives the run before its first choice. */
  attach?(run: Choosing): void;
}

/** The shares of the runs' choices that differ from the default, by run: few, some, or all. */
const NOISE = [0, 0.02, 0.2, 1];

/** Decides at random. The first run keeps asyncio's order and the least latencies; faults and picks are random there as well. */
export class RandomDecider implements Decider {
  readonly #random: Random;
  readonly #disorder: number;
  readonly #delay: number;

  constructor(random: Random, { isFirst }: { isFirst: boolean }) {
    this.#random = random;
    this.#disorder = isFirst ? 0 : NOISE[random.below(NOISE.length)]!;
    this.#delay = isFirst ? 0 : NOISE[random.below(NOISE.length)]!;
  }

  decide(_: number, kind: Kind, alternatives: number, p: number): number {
    const random = this.#random;
    if (kind === FAULT) return random.next() < p ? 1 : 0;
    const noise = kind === TIE ? this.#disorder : kind === LATENCY ? this.#delay : 1;
    if (noise === 0 || (noise < 1 && random.next() >= noise)) return 0;
    return random.below(alternatives);
  }
}
