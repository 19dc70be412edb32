import { Presets, SingleBar } from "cli-progress";
import type { Comparison } from "./comparison.ts";
import type { Difference } from "./difference.ts";
import { report } from "./report.ts";
import type { Sequence } from "./sequence.ts";

/** The number of programs that the oracle runs at once. */
const BATCH_SIZE = 250;

/** A difference, with the index of its program in the sequence of the seed. */
interface IndexedDifference {
  index: number;
  difference: Difference;
}

/** Compares the first programs of one seed. */
export class Campaign {
  readonly sequence: Sequence;
  readonly seed: number;
  readonly count: number;
  readonly found: IndexedDifference[] = [];
  readonly #comparison: Comparison;

  constructor(comparison: Comparison, sequence: Sequence, seed: number, count: number) {
    this.#comparison = comparison;
    this.sequence = sequence;
    this.seed = seed;
    this.count = count;
  }

  /** Runs all programs, with a progress bar in a terminal. */
  run(): void {
    const bar = new SingleBar({ format: "  {bar} {value}/{total} programs", clearOnComplete: true }, Presets.shades_classic);
    bar.start(this.count, 0);
    for (let start = 0; start < this.count; start += BATCH_SIZE) {
      const size = Math.min(BATCH_SIZE, this.count - start);
      const programs = Array.from({ length: size }, (_, offset) => this.sequence.generate(this.seed, start + offset));
      for (const [offset, difference] of this.#comparison.compare(programs).entries()) {
        if (difference !== null) this.found.push({ index: start + offset, difference });
      }
      bar.update(start + size);
    }
    bar.stop();
  }

  /** Returns a report of one shrunk program for each kind of difference, at most `limit` reports. */
  reports(limit: number): string[] {
    const bySignature = new Map<string, IndexedDifference>();
    for (const found of this.found) {
      if (!bySignature.has(found.difference.signature)) bySignature.set(found.difference.signature, found);
    }
    return [...bySignature.values()].slice(0, limit).map(({ index, difference }) => {
      const replay = `replay with: pnpm conformance ${this.sequence.options}--seed ${this.seed} --program ${index}`;
      return `${report(this.#comparison.shrink(difference))}\n${replay}`;
    });
  }

  get summary(): string {
    return `identical traces: ${this.count - this.found.length}/${this.count}`;
  }
}
