/** Receives each cancellation request of a task. */
export interface CancelWatch {
  /**
   * Called when the cancellation of the task is requested.
   *
   * @param message the message of the CancelledError that the task will get
   */
  cancelRequested(message?: string): void;
}
