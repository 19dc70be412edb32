import type { Context } from "@asyncio-ts/loop";
import type { Failure } from "@asyncio-ts/loop/lowlevel";
import type { CancelWatch } from "./cancel-watch.ts";
import type { PromiseView } from "./promise-view.ts";

/** State that few futures and tasks need, in an object of its own so that the others stay small. */
export class TaskExtras {
  context: Context | null = null;
  /** The stack where the future was created. Debug mode only. */
  origin: Error | null = null;
  /** The promise made by `then`. */
  promiseView: PromiseView | null = null;
  /** Called when the exception is retrieved. */
  onRetrieved: (() => void) | null = null;
  /** The name given to a task. */
  name: string | null = null;
  /** The number of cancellation requests, less the uncancelled ones. */
  cancels = 0;
  /** Whether a cancellation request could not be delegated: the next step throws it. */
  mustCancel = false;
  /** The message of the latest request that could not be delegated. */
  cancelMessage: string | undefined = undefined;
  /**
   * The position on the task's stack behind which a foreign iterator may be awaited; Infinity for none. Probing such an iterator
   * for its place would take a step of it.
   */
  foreignFrom: number = Infinity;
  /** Receives each cancellation request. */
  cancelWatch: CancelWatch | null = null;
  /** The error that the next step throws into the coroutine. */
  pendingError: Failure | null = null;
}
