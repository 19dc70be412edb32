import { readFileSync } from "node:fs";

/** A program of the gallery: `programs/NAME.ts`, with its Python original `programs/NAME.py` and its recording. */
export interface Program {
  name: string;
  caption: string;
  /** The function that the tour shows before it plays the program. */
  excerpt?: string;
  /** A live program does real input and output, so it always plays in real time. Only a native one has an original and a recording. */
  live?: true;
  /** The original of this live program runs on the CPython of the machine: Pyodide has no sockets. Its times are not compared. */
  native?: true;
  /** A program without a counterpart in Python: it has no original and no recording. */
  own?: true;
  /** A program that needs more than Node. The tour of all programs only announces it. */
  apart?: true;
}

/** Programs about one subject. */
export interface Section {
  title: string;
  programs: Program[];
}

/**
 * The programs: first the show, then the programs of the tutorials, simple ones first, then programs with Observables and Promises.
 *
 * In JSON, so that `npm start -- --list` needs no build.
 */
export const gallery: Section[] = JSON.parse(readFileSync(new URL("../src/gallery.json", import.meta.url), "utf8")) as Section[];

/** All programs. */
export const programs: Program[] = gallery.flatMap((section) => section.programs);

/** The programs with a recording of CPython. */
export const recorded: Program[] = programs.filter(({ live, native, own }) => (live !== true || native === true) && own !== true);
