import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export type Weighted<T> = readonly (readonly [weight: number, item: T])[];

/** A seeded source of random choices: the same seed and stream give the same sequence. */
export class Random {
  readonly #source;

  constructor(seed: number, stream: number) {
    this.#source = xoroshiro128plus(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b));
  }

  /** Returns an integer between the bounds, both included. */
  between(low: number, high: number): number {
    return uniformInt(this.#source, low, high);
  }

  /** Returns true with the given probability, from 0 to 1. */
  chance(probability: number): boolean {
    return this.between(0, 9_999) < probability * 10_000;
  }

  /** Picks an item, undefined if there is none. */
  pick<T>(items: readonly T[]): T | undefined {
    return items.length === 0 ? undefined : items[this.between(0, items.length - 1)];
  }

  /** Picks an item by its weight, a multiple of 0.25. */
  weighted<T>(items: Weighted<T>): T {
    let rest = this.between(0, 4 * items.reduce((sum, [weight]) => sum + weight, 0) - 1) / 4;
    for (const [weight, item] of items) {
      if (rest < weight) return item;
      rest -= weight;
    }
    throw new Error("weighted(): at least one item was expected, got none");
  }

  /** Makes a list of a random length between the bounds, both included. */
  listOf<T>(low: number, high: number, make: () => T): T[] {
    return Array.from({ length: this.between(low, high) }, make);
  }
}
