import type { Context } from "@asyncio-ts/loop";
import type { PromiseView } from "./promise-view.ts";
import type { CancelWatch } from "./cancel-watch.ts";

/** What few futures need, so that the others stay small. */
export class TaskExtras {
  context: Context | null = null;
  /** Where the future was made; kept in debug mode. */
  origin: Error | null = null;
  /** The promise that `then` made. */
  promiseView: PromiseView | null = null;
  /** Called once the exception of this future was seen. */
  seen: (() => void) | null = null;
  /** The name that a task was given. */
  name: string | null = null;
  /** How many requests to cancel a task there were, less those that were taken back. */
  cancels = 0;
  /** A request to cancel that nothing could be told of: it is thrown in the next step. */
  mustCancel = false;
  /** What a task was to be cancelled with that ended otherwise all the same. */
  cancelMessage: string | undefined = undefined;
  /** A task awaits through an iterator of someone else's, which must not be asked where it stands: that would step it. */
  theirs = false;
  /** Who is told of each request to cancel a task. */
  cancelWatch: CancelWatch | null = null;
  /** What a task is to have thrown into it in its next step. */
  thrown: { error: unknown } | null = null;
}
