import { simplifications } from "./simplification.ts";
import { Difference } from "./difference.ts";
import type { Program } from "./language/program.ts";
import type { Oracle } from "./oracle.ts";
import type { Subject } from "./subject/subject.ts";

/** CPython on one side, the packages on the other. */
export class Comparison {
  readonly #oracle: Oracle;
  readonly #subject: Subject;

  constructor(oracle: Oracle, subject: Subject) {
    this.#oracle = oracle;
    this.#subject = subject;
  }

  /** Runs each program on both sides; gives a difference, or null, for each. */
  compare(programs: Program[]): (Difference | null)[] {
    const expected = this.#oracle.traces(programs);
    return programs.map((program, index) => {
      const actual = this.#subject.trace(program);
      return actual === expected[index] ? null : new Difference(program, expected[index]!, actual);
    });
  }

  /** The difference, by the smallest program that still shows it. */
  shrink(difference: Difference): Difference {
    let smallest = difference;
    for (let next: Difference | null = difference; next !== null; next = this.#smaller(smallest)) smallest = next;
    return smallest;
  }

  #smaller({ program, signature }: Difference): Difference | null {
    const candidates = simplifications(program);
    for (let batch = take(candidates, batchSize); batch.length > 0; batch = take(candidates, batchSize)) {
      const found = this.compare(batch).find((difference) => difference?.signature === signature);
      if (found) return found;
    }
    return null;
  }
}

const batchSize = 64;

function take<T>(items: Iterator<T>, count: number): T[] {
  const taken: T[] = [];
  for (let item = items.next(); !item.done; item = items.next()) {
    taken.push(item.value);
    if (taken.length === count) break;
  }
  return taken;
}
