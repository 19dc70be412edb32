/** An object that the I/O thread holds, as seen from the blocked thread. */
export interface RemoteObject {
  /** Whether it may still send events that the program waits for. */
  readonly isOpen: boolean;
  onEvent(event: string, args: readonly any[]): void;
  /** The I/O thread has ended. No more events follow. */
  onEnd(error: Error): void;
}
