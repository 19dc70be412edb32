import { readFile } from "node:fs/promises";

/** A line, and when it was printed: milliseconds since the program began. */
export interface Line {
  at: number;
  text: string;
}

/** What a program printed, and what it was warned of. */
export interface Recording {
  printed: Line[];
  warnings: string[];
}

/** A recording of the real interpreter. */
export interface CPythonRecording extends Recording {
  /** The interpreter's version. */
  python: string;
}

/** Where the recording of a program is kept. */
export function recordingFile(name: string): URL {
  return new URL(`../recordings/${name}.json`, import.meta.url);
}

/** What CPython printed. */
export async function readRecording(name: string): Promise<CPythonRecording> {
  return JSON.parse(await readFile(recordingFile(name), "utf8")) as CPythonRecording;
}
