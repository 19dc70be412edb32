import { getEventLoop } from "@asyncio-ts/tasks";
import { isConnectionError } from "./connection-error.ts";

/** An object of BullMQ: a queue, a worker, or an event stream. */
export interface Connected {
  on(event: "error", listener: (error: Error) => void): unknown;
  getBackend(): { on(event: "ready", listener: () => void): unknown; close(force?: boolean): Promise<void>; disconnect(): Promise<void> };
  close(): Promise<void>;
}

/** Reports the errors of BullMQ's objects: to a callback, or else to the exception handler of the loop. An outage is reported once. */
export class ErrorReports {
  readonly #title: string;
  readonly #onError: ((error: Error) => void) | undefined;
  #isMuted = false;
  /** The error of the present outage, or null. */
  outage: Error | null = null;

  constructor(title: string, onError: ((error: Error) => void) | undefined) {
    this.#title = title;
    this.#onError = onError;
  }

  /** Listens to an object. Without a listener its errors would end the process. */
  listen(source: Connected): void {
    source.on("error", this.report);
    source.getBackend().on("ready", () => (this.outage = null));
  }

  /** Ignores errors from now on: those of closing connections. */
  mute(): void {
    this.#isMuted = true;
  }

  readonly report = (error: Error): void => {
    if (this.#isMuted) return;
    const isKnown = this.outage !== null && isConnectionError(error);
    if (isConnectionError(error)) this.outage = error;
    if (this.#onError !== undefined) this.#onError(error);
    else if (!isKnown) getEventLoop().callExceptionHandler({ message: `Error of ${this.#title}`, exception: error });
  };
}
