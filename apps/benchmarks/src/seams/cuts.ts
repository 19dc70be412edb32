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
  { name: "instruments", expression: "$._instruments", unused: "null" },
  { name: "debug mode", expression: "$.getDebug()", unused: "false" },
  { name: "choosers", expression: "$.chooser", unused: "null" },
  { name: "choosers in a variable", expression: "chooser === null", unused: "true" },
  { name: "observed passes", expression: "$.observedPass", unused: "null" },
  { name: "call stacks", expression: "traps.probe", unused: "null" },
  { name: "captured contexts", expression: "captureContext()", unused: "null" },
  { name: "contexts of the host", expression: "hostContextOf($)", unused: "null" },
];
