import { transform } from "sucrase";

/** Matches a module that a compiled program requires. */
const REQUIRED = /\brequire\((['"])([^'"]+)\1\)/g;

/** A program as JavaScript. */
export interface Compiled {
  readonly code: string;
  /** The modules that it imports. */
  readonly imports: readonly string[];
}

/**
 * Removes the types of a program, and makes its imports calls of `require`. Lines stay where they are.
 *
 * @throws SyntaxError if the program cannot be parsed
 */
export function compile(source: string): Compiled {
  let code: string;
  try {
    ({ code } = transform(source, { transforms: ["typescript", "imports"], disableESTransforms: true }));
  } catch (error) {
    throw new SyntaxError(describe(error), { cause: error });
  }
  return { code, imports: [...new Set(Array.from(code.matchAll(REQUIRED), ([, , name]) => name!))] };
}

function describe(error: unknown): string {
  const { message } = error as Error;
  const [, reason, line, column] = /^(?:Error transforming [^:]*: )?(.*?) \((\d+):(\d+)\)$/s.exec(message) ?? [];
  return reason === undefined ? message : `line ${line}, column ${column}: ${reason}`;
}
