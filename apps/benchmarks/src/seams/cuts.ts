/** An expression with which the sources consult a seam. */
export interface Cut {
  /** The seam. */
  name: string;
  /** The expression, in which `$` stands for any other one. Only reads of it are cut, not assignments to it. */
  expression: string;
  /** The value that it has while nothing uses the seam. */
  unused: string;
}

/** The seams for instruments, debugging, schedules and contexts. The bundler drops the code that a cut makes unreachable. */
export const cuts: Cut[] = [
  { name: "instruments", expression: "$.instruments", unused: "null" },
  { name: "debug mode", expression: "$.getDebug()", unused: "false" },
  { name: "choosers", expression: "$.choose", unused: "null" },
  { name: "choosers in a variable", expression: "choose !== null", unused: "false" },
  { name: "absent choosers in a variable", expression: "choose === null", unused: "true" },
  { name: "watched passes", expression: "this.#isWatched()", unused: "false" },
  { name: "call stacks", expression: "traps.probe", unused: "null" },
  { name: "captured contexts", expression: "captureContext()", unused: "null" },
  { name: "entered snapshots", expression: "enterOf($)", unused: "null" },
];
