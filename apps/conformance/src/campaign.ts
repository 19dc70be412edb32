import { Presets, SingleBar } from "cli-progress";
import type { Comparison } from "./comparison.ts";
import type { Difference } from "./difference.ts";
import { generate } from "./generator/program.ts";
import { report } from "./report.ts";

/** Programs that go into the oracle at once. */
const batch = 250;

/** A program of the seed, by its place in the sequence, that ran differently. */
interface Found {
  index: number;
  difference: Difference;
}

/** Compares many programs of one seed. */
export class Campaign {
  readonly seed: number;
  readonly count: number;
  readonly found: Found[] = [];
  readonly #comparison: Comparison;

  constructor(comparison: Comparison, seed: number, count: number) {
    this.#comparison = comparison;
    this.seed = seed;
    this.count = count;
  }

  /** Runs all programs, under a progress bar where somebody watches. */
  run(): void {
    const bar = new SingleBar({ format: "  {bar} {value}/{total} programs", clearOnComplete: true }, Presets.shades_classic);
    bar.start(this.count, 0);
    for (let start = 0; start < this.count; start += batch) {
      const size = Math.min(batch, this.count - start);
      const programs = Array.from({ length: size }, (_, offset) => generate(this.seed, start + offset));
      for (const [offset, difference] of this.#comparison.compare(programs).entries()) {
        if (difference !== null) this.found.push({ index: start + offset, difference });
      }
      bar.update(start + size);
    }
    bar.stop();
  }

  /** One shrunk program for each sort of difference, up to `most` of them. */
  reports(most: number): string[] {
    const sorts = new Map<string, Found>();
    for (const found of this.found) if (!sorts.has(found.difference.signature)) sorts.set(found.difference.signature, found);
    return [...sorts.values()].slice(0, most).map(({ index, difference }) => {
      const replay = `replay with: pnpm conformance --seed ${this.seed} --program ${index}`;
      return `${report(this.#comparison.shrink(difference))}\n${replay}`;
    });
  }

  get summary(): string {
    return `identical traces: ${this.count - this.found.length}/${this.count}`;
  }
}
