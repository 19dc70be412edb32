import type { Readable } from "node:stream";
import type { EventLoop } from "@asyncio-ts/tasks";
import { StreamChannel } from "../network/stream-channel.ts";

/** A stream that may keep the process alive. */
interface Referable {
  ref?(): void;
  unref?(): void;
}

/** The channel of the standard input. It leaves the stream open, because the process has only one. */
export class StdinChannel extends StreamChannel {
  readonly #stdin: Readable & Referable;

  constructor(loop: EventLoop, stdin: Readable & Referable) {
    super(loop, stdin, null);
    this.#stdin = stdin;
    stdin.ref?.();
  }

  /** Stops reading. A pipe or terminal that stays open then keeps the process no longer alive. */
  override destroy(): void {
    this.leave();
    this.#stdin.unref?.();
  }
}
