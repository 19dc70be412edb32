/** Is told of each request to cancel a task. For packages that build on this one. */
export interface CancelWatch {
  /** @param message of the CancelledError that the task is to get */
  cancelRequested(message?: string): void;
}
