import { installed } from "../installed.ts";
import type { Oracle } from "../oracle.ts";
import type { Sequence } from "../sequence.ts";
import { Subject } from "../subject/subject.ts";
import { firstDifference } from "./mutant.ts";
import type { Reference } from "./mutant-worker.ts";

/**
 * Plants each fault in turn, and prints which program found it.
 *
 * @returns whether all faults were found
 * @throws Error when the packages differ from CPython without any fault, since then each fault would count as found
 */
export async function findFaults(oracle: Oracle, sequence: Sequence, seed: number, count: number): Promise<boolean> {
  const { faults } = sequence;
  console.log(`» Planting ${faults.length} faults, each against ${count} programs of seed ${seed} …`);
  const references = referencesOf(oracle, sequence, seed, count);
  if (references.length < count) console.log(`  ${count - references.length} programs are left out: they differ without any fault.`);
  const control = await firstDifference(null, references);
  if (control !== null) throw new Error(`program ${control} differs on a build of the unchanged sources; are the packages built?`);

  let found = 0;
  for (const fault of faults) {
    const outcome = await firstDifference(fault, references).then(
      (index) => (index === null ? "NOT FOUND" : `found by program ${index}`),
      (error: Error) => `BROKEN: ${error.message}`,
    );
    if (outcome.startsWith("found")) found++;
    console.log(`${outcome.startsWith("found") ? "✓" : "✗"} ${fault.name}: ${outcome}`);
  }
  console.log(`found faults: ${found}/${faults.length}`);
  return found === faults.length;
}

/** The programs on which the built packages agree with CPython. */
function referencesOf(oracle: Oracle, sequence: Sequence, seed: number, count: number): Reference[] {
  const programs = Array.from({ length: count }, (_, index) => sequence.generate(seed, index));
  const traces = oracle.traces(programs);
  const built = new Subject(installed);
  return programs
    .map((program, index) => ({ index, program, trace: traces[index]! }))
    .filter(({ program, trace }) => built.trace(program) === trace);
}
