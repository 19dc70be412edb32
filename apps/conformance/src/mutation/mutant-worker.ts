import { parentPort, workerData } from "node:worker_threads";
import type { Program } from "../language/program.ts";
import type { Api } from "../subject/api.ts";
import { Subject } from "../subject/subject.ts";

/** A program with CPython's trace of it. */
export interface Reference {
  /** Its place in the sequence of the seed. */
  index: number;
  program: Program;
  trace: string;
}

export interface MutantWorkerData {
  /** The URL of the mutant's module. */
  mutant: string;
  references: Reference[];
  /** Holds the index of the program that is running. */
  progress: Int32Array;
}

const { mutant, references, progress } = workerData as MutantWorkerData;
const subject = new Subject((await import(mutant)) as Api);

function differs({ index, program, trace }: Reference): boolean {
  Atomics.store(progress, 0, index);
  try {
    return subject.trace(program) !== trace;
  } catch {
    return true;
  }
}

parentPort!.postMessage(references.find(differs)?.index ?? null);
