/** A small mistake, as an edit of one function in the sources of a core package. */
export interface Fault {
  /** The behaviour that goes wrong. */
  name: string;
  /** The source, from the root of the repository. */
  file: string;
  /** The function, `Class.method` for a method, as `functionsOf` names it. */
  in: string;
  /** A snippet of its text; must occur exactly once in the function. White space does not matter. */
  find: string;
  /** The text that takes the place of the snippet. */
  replace: string;
}

/** Lists the faults of several sources. */
export function faultsByFile(files: Record<string, Omit<Fault, "file">[]>): Fault[] {
  return Object.entries(files).flatMap(([file, faults]) => faults.map((fault) => ({ ...fault, file })));
}
