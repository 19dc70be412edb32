import { CancelledError } from "../native/cancelled-error.ts";
import { Task } from "./task.ts";
import { wake } from "./turns.ts";

/** A task that can be cancelled. It fails with the error that its coroutine throws. */
export class CancellableTask<T> extends Task<T> {
  error: unknown = undefined;
  #isCancelled = false;

  /** Throws a CancelledError into the coroutine at the next turn. */
  cancel(): void {
    this.#isCancelled = true;
    wake(this);
  }

  override step(): void {
    try {
      if (!this.#isCancelled) return super.step();
      const { done, value } = this.coroutine.throw(cancelledError());
      if (done === true) this.finish(value);
    } catch (error) {
      this.error = error;
      this.finish(undefined!);
    }
  }
}

/** Creates the error without a stack, which costs more than all the rest. */
function cancelledError(): CancelledError {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const error = new CancelledError();
  Error.stackTraceLimit = stackTraceLimit;
  return error;
}
