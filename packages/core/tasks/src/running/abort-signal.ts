import { wrongArgument } from "@asyncio-ts/loop/lowlevel";

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

/** Checks an option. @throws TypeError if `signal` is neither undefined nor an AbortSignal */
export function checkSignal(caller: string, signal: AbortSignalLike | undefined): void {
  if (signal === undefined) return;
  const { aborted, addEventListener, removeEventListener } = (signal ?? {}) as Partial<AbortSignalLike>;
  if (typeof aborted === "boolean" && typeof addEventListener === "function" && typeof removeEventListener === "function") return;
  throw wrongArgument(caller, "an AbortSignal as signal", signal);
}
