/** A cancellation that the user has asked for at a moment of a run. Runs are deterministic, so the run before it is the same again. */
export interface Intervention {
  /** The number of steps that have ended before. */
  readonly step: number;
  /** Milliseconds on the loop's clock. */
  readonly time: number;
  /** The place of the task in the order of creation. */
  readonly task: number;
}

/** The name of the callback that cancels a task as the user has asked. Recordings have it in the text of the callback. */
export const USERS_CANCEL = "cancelAsAsked";

/** A request to run a program and to record it. */
export interface RunRequest {
  readonly kind: "run";
  readonly source: string;
  /** The schedule to follow; null for asyncio's own order. */
  readonly schedule: string | null;
  readonly interventions: readonly Intervention[];
  /** The number of steps after which the run ends. */
  readonly maxSteps: number;
  /** Whether each step is announced, and not only now and then: so that the last one of a run that hangs is known. */
  readonly announceSteps: boolean;
}

/** A request to look for a schedule under which a program fails. */
export interface ExploreRequest {
  readonly kind: "explore";
  readonly source: string;
  readonly runs: number;
}

/** A request to the worker. */
export type Request = RunRequest | ExploreRequest;
