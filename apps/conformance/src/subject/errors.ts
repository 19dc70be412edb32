import type { IncompleteReadError, LimitOverrunError } from "@asyncio-ts/streams";
import type { Caught, ErrorSpec } from "../language/flow.ts";
import type { Api } from "./api.ts";
import { latin1 } from "./latin1.ts";

/** The error classes of the programs. */
export class A extends Error {
  override name = "A";
}

export class B extends Error {
  override name = "B";
}

/** CPython's names for the error classes of JavaScript. */
const pythonNames: Record<string, string> = {
  Error: "RuntimeError",
  RangeError: "ValueError",
  ReferenceError: "LookupError",
};

/** The messages of these errors are compared. Other messages name objects, or are worded differently. */
const verbatim = new Set(["A", "B", "CancelledError", "ExceptionGroup"]);

/** Creates an error that a program raises. */
export function makeError(api: Api, { kind, message }: ErrorSpec): Error {
  const { CancelledError, TimeoutError } = api;
  return new { A, B, CancelledError, TimeoutError }[kind](message);
}

/** Whether an `except` clause catches the error. */
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

/** Describes errors by kind, message, the order in which the objects first appeared, and the errors inside them. */
export class Errors {
  readonly #numbers = new Map<unknown, number>();

  describe(error: unknown): unknown[] {
    const number = this.#numbers.get(error) ?? this.#numbers.size + 1;
    this.#numbers.set(error, number);
    return [...this.kind(error), number, ...innerErrors(error).map((inner) => this.describe(inner))];
  }

  kind(error: unknown): [kind: string, message: string] {
    if (!(error instanceof Error)) return [`not an error: ${String(error)}`, ""];
    return [pythonName(error), messageOf(error)];
  }
}

function pythonName(error: Error): string {
  if ("code" in error && error.code === "ECONNRESET") return "ConnectionResetError";
  return pythonNames[error.name] ?? error.name;
}

function messageOf(error: Error): string {
  if (error.name === "IncompleteReadError") {
    const { partial, expected } = error as IncompleteReadError;
    return `${latin1(partial)} ${expected ?? "None"}`;
  }
  if (error.name === "LimitOverrunError") return String((error as LimitOverrunError).consumed);
  return verbatim.has(error.name) ? error.message : "";
}

function innerErrors(error: unknown): unknown[] {
  if (error instanceof AggregateError) return error.errors;
  if (error instanceof Error && error.name === "TimeoutError" && error.cause !== undefined) return [error.cause];
  return [];
}
