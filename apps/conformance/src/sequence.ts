import { generate } from "./generator/program.ts";
import { generateStreams } from "./generator/stream-program.ts";
import type { Program } from "./language/program.ts";
import { faults, streamsFaults } from "./mutation/faults.ts";
import type { Fault } from "./mutation/fault.ts";

/** A kind of programs, with the faults that they must find. */
export interface Sequence {
  /** The options of the command that select it. */
  readonly options: string;
  /** Generates the program at an index in the sequence of a seed. */
  generate(seed: number, index: number): Program;
  readonly faults: Fault[];
}

/** Programs of tasks, futures and primitives. */
export const allPrograms: Sequence = { options: "", generate, faults };

/** Programs about one reader, writer or connection. */
export const streamPrograms: Sequence = { options: "--streams ", generate: generateStreams, faults: streamsFaults };
