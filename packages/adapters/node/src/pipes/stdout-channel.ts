import type { Writable } from "node:stream";
import type { EventLoop } from "@asyncio-ts/tasks";
import { StreamChannel } from "../network/stream-channel.ts";

/** The channel of the standard output. It leaves the stream open, because the console writes there as well. */
export class StdoutChannel extends StreamChannel {
  readonly #stdout: Writable;

  constructor(loop: EventLoop, stdout: Writable) {
    super(loop, null, stdout);
    this.#stdout = stdout;
  }

  /** Reports the end once everything is written. */
  override end(): void {
    // An empty write is called back after all writes before it.
    this.#stdout.write("", () => this.destroy());
  }

  override destroy(): void {
    this.leave();
  }
}
