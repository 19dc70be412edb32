import { isRefusal, rawError } from "./oracle.ts";

/** The kinds of effects that no call may have. */
export type Kind =
  | "raw error"
  | "started although refused"
  | "never ended"
  | "left behind"
  | "unhandled rejection"
  | "uncaught"
  | "slow"
  | "broken loop"
  | "no stacks";

/** A defect that a trial has shown. */
export interface Finding {
  kind: Kind;
  detail: string;
}

/** The defects that one trial shows. */
export class Findings {
  readonly list: Finding[] = [];
  /** The message of the refusal of the call; null if it was not refused. */
  refusal: string | null = null;

  /** Adds a finding. */
  add(kind: Kind, cause: unknown): void {
    let detail: string;
    try {
      detail = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    } catch {
      detail = "a value without text";
    }
    this.list.push({ kind, detail: detail.split("\n")[0]!.slice(0, 200) });
  }

  /** Adds a finding for a raw error, and remembers a refusal. */
  judge(error: unknown): void {
    const raw = rawError(error);
    if (isRefusal(error)) this.refusal = (error as TypeError).message;
    if (raw !== null) this.list.push({ kind: "raw error", detail: raw });
  }
}
