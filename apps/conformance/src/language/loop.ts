import type { Block, Slot } from "./program.ts";

interface About {
  target: Slot;
}

interface Scheduled {
  slot: Slot;
  body: Block;
}

export type LoopStatement =
  | ({ op: "callSoon" | "callThreadsafe" } & Scheduled)
  /** `ms` from now. */
  | ({ op: "callLater"; ms: number } & Scheduled)
  /** `ms` on the loop's clock. */
  | ({ op: "callAt"; ms: number } & Scheduled)
  | ({ op: "cancelHandle" | "handle" } & About)
  | { op: "handler"; mode: "trace" | "broken" | "default" }
  | { op: "report"; message: string }
  | { op: "stop" }
  | { op: "varGet"; name: Variable }
  | { op: "varSet"; name: Variable; value: number; slot: Slot }
  | ({ op: "varReset"; name: Variable } & About)
  | { op: "copyContext"; slot: Slot }
  | ({ op: "inspect" } & About)
  | ({ op: "inside"; body: Block } & About);

/** `v` has a default, 0; `w` has none. */
export type Variable = "v" | "w";
