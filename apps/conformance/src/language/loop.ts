import type { Block, Slot } from "./program.ts";

interface Targeted {
  target: Slot;
}

interface Scheduled {
  slot: Slot;
  body: Block;
}

export type LoopStatement =
  | ({ op: "callSoon" | "callThreadsafe" } & Scheduled)
  /** `ms` milliseconds from now. */
  | ({ op: "callLater"; ms: number } & Scheduled)
  /** `ms` milliseconds on the loop's clock. */
  | ({ op: "callAt"; ms: number } & Scheduled)
  | ({ op: "cancelHandle" | "handle" } & Targeted)
  /** Sets the exception handler. */
  | { op: "handler"; mode: "trace" | "broken" | "default" }
  | { op: "report"; message: string }
  | { op: "stop" }
  | { op: "varGet"; name: Variable }
  | { op: "varSet"; name: Variable; value: number; slot: Slot }
  | ({ op: "varReset"; name: Variable } & Targeted)
  | { op: "copyContext"; slot: Slot }
  | ({ op: "inspect" } & Targeted)
  | ({ op: "runInContext"; body: Block } & Targeted);

/** A context variable: `v` has the default 0, `w` has none. */
export type Variable = "v" | "w";
