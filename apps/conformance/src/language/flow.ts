import type { Block } from "./program.ts";

export interface ErrorSpec {
  kind: "A" | "B" | "CancelledError" | "TimeoutError";
  message?: string;
}

/** What an `except` clause names; `Exception` is everything but a CancelledError. */
export type Caught = ErrorSpec["kind"] | "Exception" | "BaseException" | "ExceptionGroup";

export interface Handler {
  catch: Caught;
  body: Block;
  /** Raises the caught error again at the end. */
  again?: boolean;
}

export type FlowStatement =
  | { op: "mark"; value: number }
  | { op: "raise"; error: ErrorSpec }
  | { op: "return"; value: number }
  | { op: "try"; body: Block; handlers?: Handler[]; final?: Block };
