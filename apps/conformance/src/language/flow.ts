import type { Block } from "./program.ts";

export interface ErrorSpec {
  kind: "A" | "B" | "CancelledError" | "TimeoutError";
  message?: string;
}

/** The class in an `except` clause. `Exception` stands for all errors but CancelledError. */
export type Caught = ErrorSpec["kind"] | "Exception" | "BaseException" | "ExceptionGroup";

export interface Handler {
  catch: Caught;
  body: Block;
  /** Whether the caught error is raised again at the end of the body. */
  reraise?: boolean;
}

export type FlowStatement =
  /** Records a value in the trace. */
  | { op: "log"; value: number }
  | { op: "raise"; error: ErrorSpec }
  | { op: "return"; value: number }
  | { op: "try"; body: Block; handlers?: Handler[]; final?: Block };
