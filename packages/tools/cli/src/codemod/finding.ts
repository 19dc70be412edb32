import type { ts } from "ts-morph";

/** A place in a file that a person should look at. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Returns a finding at the line of a node. */
export function findingAt(node: ts.Node, text: string): Finding {
  const file = node.getSourceFile();
  return { file: file.fileName, line: file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1, text };
}
