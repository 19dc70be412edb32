import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

export type Weighted<T> = readonly (readonly [weight: number, item: T])[];

/** Repeatable chance: one seed, one sequence. */
export class Random {
  readonly #source;

  constructor(seed: number, stream: number) {
    this.#source = xoroshiro128plus(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b));
  }

  /** An integer between the bounds, both included. */
  between(low: number, high: number): number {
    return uniformInt(this.#source, low, high);
  }

  chance(probability: number): boolean {
    return this.between(0, 9_999) < probability * 10_000;
  }

  pick<T>(items: readonly T[]): T | undefined {
    return items.length === 0 ? undefined : items[this.between(0, items.length - 1)];
  }

  /** Weights are multiples of a quarter. */
  weighted<T>(items: Weighted<T>): T {
    let left = this.between(0, 4 * items.reduce((sum, [weight]) => sum + weight, 0) - 1) / 4;
    for (const [weight, item] of items) {
      if (left < weight) return item;
      left -= weight;
    }
    throw new Error("no weights");
  }

  some<T>(low: number, high: number, make: () => T): T[] {
    return Array.from({ length: this.between(low, high) }, make);
  }
}
