import { parentPort, workerData } from "node:worker_threads";
import type { Program } from "./language/program.ts";
import type { Api } from "./subject/api.ts";
import { Subject } from "./subject/subject.ts";

/** A program of the seed, by its place in the sequence, with the trace it should have. */
export interface Exhibit {
  index: number;
  program: Program;
  expected: string;
}

/** What the worker is given: where the mutant lies, and what to run on it. */
export interface Task {
  asyncio: string;
  testing: string;
  exhibits: Exhibit[];
  /** The index of the program that runs now, for who watches from outside. */
  progress: Int32Array;
}

const { asyncio, testing, exhibits, progress } = workerData as Task;
const api = { ...((await import(asyncio)) as Api), VirtualLoop: ((await import(testing)) as Api).VirtualLoop };
const subject = new Subject(api);

function isDifferent({ index, program, expected }: Exhibit): boolean {
  Atomics.store(progress, 0, index);
  try {
    return subject.trace(program) !== expected;
  } catch {
    return true;
  }
}

parentPort!.postMessage(exhibits.find(isDifferent)?.index ?? null);
