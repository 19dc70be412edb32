import { shrinkCandidates } from "./shrinking.ts";
import { Difference } from "./difference.ts";
import type { Program } from "./language/program.ts";
import type { Oracle } from "./oracle.ts";
import type { Subject } from "./subject/subject.ts";

/** The number of candidates that are compared at once. */
const BATCH_SIZE = 64;

/** Compares the traces of CPython with the traces of the packages. */
export class Comparison {
  readonly #oracle: Oracle;
  readonly #subject: Subject;

  constructor(oracle: Oracle, subject: Subject) {
    this.#oracle = oracle;
    this.#subject = subject;
  }

  /** Runs each program on both sides. Returns a difference, or null, for each program. */
  compare(programs: Program[]): (Difference | null)[] {
    const expected = this.#oracle.traces(programs);
    return programs.map((program, index) => {
      const actual = this.#subject.trace(program);
      return actual === expected[index] ? null : new Difference(program, expected[index]!, actual);
    });
  }

  /** Returns the same difference in a smaller program, which cannot be shrunk further. */
  shrink(difference: Difference): Difference {
    let smallest = difference;
    for (let next: Difference | null = difference; next !== null; next = this.#smaller(smallest)) smallest = next;
    return smallest;
  }

  #smaller({ program, signature }: Difference): Difference | null {
    const candidates = shrinkCandidates(program);
    for (let batch = take(candidates, BATCH_SIZE); batch.length > 0; batch = take(candidates, BATCH_SIZE)) {
      const found = this.compare(batch).find((difference) => difference?.signature === signature);
      if (found) return found;
    }
    return null;
  }
}

function take<T>(items: Iterator<T>, count: number): T[] {
  const taken: T[] = [];
  for (let item = items.next(); !item.done; item = items.next()) {
    taken.push(item.value);
    if (taken.length === count) break;
  }
  return taken;
}
