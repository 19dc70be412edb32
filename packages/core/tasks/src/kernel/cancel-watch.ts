/** Is told of each request to cancel a task. For packages that build on this one. */
export interface CancelWatch {
  /**
   * The task was asked to end.
   *
   * @param message of the CancelledError that it is to get
   */
  cancelRequested(message?: string): void;
}
