import type { Caught, ErrorSpec } from "../language/flow.ts";
import type { Api } from "./api.ts";

/** Errors of the program's own. */
export class A extends Error {
  override name = "A";
}

export class B extends Error {
  override name = "B";
}

/** What CPython calls the errors that JavaScript has other names for. */
const pythonNames: Record<string, string> = {
  Error: "RuntimeError",
  RangeError: "ValueError",
  ReferenceError: "LookupError",
};

/** Messages that reach a program as it gave them; the others name objects, or are worded freely. */
const verbatim = new Set(["A", "B", "CancelledError", "ExceptionGroup"]);

export function makeError(api: Api, { kind, message }: ErrorSpec): Error {
  const { CancelledError, TimeoutError } = api;
  return new { A, B, CancelledError, TimeoutError }[kind](message);
}

/** Whether an `except` clause of that name would catch the error. */
export function catches(api: Api, caught: Caught, error: unknown): boolean {
  switch (caught) {
    case "A":
      return error instanceof A;
    case "B":
      return error instanceof B;
    case "Exception":
      return !(error instanceof api.CancelledError);
    case "BaseException":
      return true;
    default:
      return error instanceof api[caught];
  }
}

/** Tells errors by kind, message, what they hold, and which object it is: the first one told is 1. */
export class Errors {
  readonly #numbers = new Map<unknown, number>();

  tell(error: unknown): unknown[] {
    const number = this.#numbers.get(error) ?? this.#numbers.size + 1;
    this.#numbers.set(error, number);
    return [...this.kind(error), number, ...held(error).map((inner) => this.tell(inner))];
  }

  kind(error: unknown): [kind: string, message: string] {
    if (!(error instanceof Error)) return [`not an error: ${String(error)}`, ""];
    return [pythonNames[error.name] ?? error.name, verbatim.has(error.name) ? error.message : ""];
  }
}

function held(error: unknown): unknown[] {
  if (error instanceof AggregateError) return error.errors;
  if (error instanceof Error && error.name === "TimeoutError" && error.cause !== undefined) return [error.cause];
  return [];
}
