/** An `AbortSignal`, as far as `run` needs it. The core's types do not require those of a host. */
export interface AbortSignalLike {
  /** Whether the signal has aborted. */
  readonly aborted: boolean;
  /** The reason of the abort. */
  readonly reason?: any;
  /** Adds a listener. */
  addEventListener(type: "abort", listener: () => void): void;
  /** Removes a listener. */
  removeEventListener(type: "abort", listener: () => void): void;
}
