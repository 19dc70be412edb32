import { Worker } from "node:worker_threads";
import type { Fault } from "./fault.ts";
import { loopFaults } from "./faults/loop.ts";
import { syncFaults } from "./faults/sync.ts";
import { tasksFaults } from "./faults/tasks.ts";
import { generate } from "./generator/program.ts";
import { installed } from "./installed.ts";
import { Mutant } from "./mutant.ts";
import type { Exhibit, Task } from "./mutant-worker.ts";
import type { Oracle } from "./oracle.ts";
import { Subject } from "./subject/subject.ts";

const faults = [...loopFaults, ...tasksFaults, ...syncFaults];

/** Milliseconds after which a mutant counts as hung; all programs take about one second. */
const patience = 20_000;

/** Plants each fault in turn; prints which program found it. @returns whether every one was found */
export async function findFaults(oracle: Oracle, seed: number, count: number): Promise<boolean> {
  console.log(`» Planting ${faults.length} faults, each against ${count} programs of seed ${seed} …`);
  const exhibits = exhibitsOf(oracle, seed, count);
  if (exhibits.length < count) console.log(`  ${count - exhibits.length} programs are left out: they differ without any fault.`);
  let found = 0;
  for (const fault of faults) {
    const outcome = await firstDifference(fault, exhibits).then(
      (index) => (index === null ? "NOT FOUND" : `found by program ${index}`),
      (error: Error) => `BROKEN: ${error.message}`,
    );
    if (outcome.startsWith("found")) found++;
    console.log(`${outcome.startsWith("found") ? "✓" : "✗"} ${fault.name}: ${outcome}`);
  }
  console.log(`found faults: ${found}/${faults.length}`);
  return found === faults.length;
}

/** The programs that tell a mutant from CPython. */
function exhibitsOf(oracle: Oracle, seed: number, count: number): Exhibit[] {
  const programs = Array.from({ length: count }, (_, index) => generate(seed, index));
  const expected = oracle.traces(programs);
  const sound = new Subject(installed);
  return programs
    .map((program, index) => ({ index, program, expected: expected[index]! }))
    .filter((exhibit) => sound.trace(exhibit.program) === exhibit.expected);
}

/** The index of the first program whose trace the fault changes; one that hangs or takes all memory counts. */
async function firstDifference(fault: Fault, exhibits: Exhibit[]): Promise<number | null> {
  const mutant = new Mutant(fault);
  const progress = new Int32Array(new SharedArrayBuffer(4));
  const workerData: Task = { asyncio: mutant.url("asyncio-ts"), testing: mutant.url("@asyncio-ts/testing"), exhibits, progress };
  const worker = new Worker(new URL("mutant-worker.ts", import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
    stdout: true,
    stderr: true,
  });
  let hung: NodeJS.Timeout | undefined;
  try {
    return await new Promise<number | null>((resolve, reject) => {
      hung = setTimeout(() => resolve(Atomics.load(progress, 0)), patience);
      worker.on("message", resolve);
      worker.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ERR_WORKER_OUT_OF_MEMORY") resolve(Atomics.load(progress, 0));
        else reject(error);
      });
    });
  } finally {
    clearTimeout(hung);
    await worker.terminate();
    mutant.remove();
  }
}
