import { readFile } from "node:fs/promises";

/** A printed line. */
export interface Line {
  /** Milliseconds since the start of the program. */
  at: number;
  text: string;
}

/** The output of a program. */
export interface Recording {
  printed: Line[];
  warnings: string[];
}

/** The output of a program under CPython. */
export interface CPythonRecording extends Recording {
  /** The version of the interpreter. */
  python: string;
}

/** Returns the file of the recording of a program. */
export function recordingFile(name: string): URL {
  return new URL(`../recordings/${name}.json`, import.meta.url);
}

/** Reads the recording of a program. */
export async function readRecording(name: string): Promise<CPythonRecording> {
  return JSON.parse(await readFile(recordingFile(name), "utf8")) as CPythonRecording;
}
