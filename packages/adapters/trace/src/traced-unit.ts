/** The kinds of {@link TracedUnit}. */
export type UnitKind = "task" | "callback" | "timer" | "primitive" | "future";

/** A task, a callback or a timer of a recording, or an object that a task waits for. */
export interface TracedUnit {
  /** Unique in the recording: the place of a task in the order of creation, a negative number for all others. */
  readonly id: number;
  /** `callback` is a handle or a done callback; `timer` also the wait of a `sleep`; `primitive` a lock, a queue and so on. */
  readonly kind: UnitKind;
  /** The name of a task, the text of a callback, the class of an awaited object with a number. */
  readonly name: string;
}

// The codes that stand for units in a ring. A task has its number.

/** No unit: the host caused the event, or a step ended without a wait. */
export const NONE = -1;

/** A bare yield. */
export const YIELD = -2;

/** The code of the first object that is no task. Each next one is lower by 1. */
export const FIRST_OBJECT = -3;
