import { type Coroutine, sleep } from "@asyncio-ts/tasks";

/** One use of a primitive. What the numbers mean is its own matter. */
export interface Use {
  kind: number;
  /** How long to keep what one got: 0 not at all, 1 for a pass, else milliseconds. */
  hold: number;
  /** Which of those who wait is cancelled in the step that gives something to them. */
  strike: number;
}

/** A primitive under random use, and what must hold of it. */
export interface Watched {
  use(use: Use): Coroutine<void>;
  /** Nothing is ready to run: nobody may wait for what is there. */
  quiet(): void;
  /** All have ended: everything is there again. */
  over(): Coroutine<void>;
}

export function* keep({ hold }: Use): Coroutine<void> {
  if (hold > 0) yield* sleep(hold - 1);
}
