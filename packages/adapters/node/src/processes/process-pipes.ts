import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import type { Coroutine, EventLoop } from "@asyncio-ts/tasks";
import type { StreamReader, StreamWriter } from "@asyncio-ts/streams";
import { StreamChannel } from "../network/stream-channel.ts";
import { readerOf, writerOf } from "../pipes/channel-streams.ts";

/** The ends of a process's pipes on this side. */
export class ProcessPipes {
  readonly #stdin: StreamChannel | null;
  readonly #stdout: StreamChannel | null;
  readonly #stderr: StreamChannel | null;

  /** Takes the streams at once, because Node lets them flow when the process exits. */
  constructor(loop: EventLoop, child: ChildProcess, stdout: Readable | null, stderr: Readable | null) {
    const reading = (stream: Readable | null) => (stream === null ? null : new StreamChannel(loop, stream, null));
    this.#stdin = child.stdin === null ? null : new StreamChannel(loop, null, child.stdin);
    this.#stdout = reading(stdout);
    this.#stderr = reading(stderr);
  }

  /** Returns the writer and the readers of the pipes. */
  *connect(
    caller: string,
    loop: EventLoop,
    limit: number | undefined,
  ): Coroutine<{ stdin: StreamWriter | null; stdout: StreamReader | null; stderr: StreamReader | null }> {
    return {
      stdin: this.#stdin === null ? null : yield* writerOf(caller, loop, this.#stdin),
      stdout: this.#stdout === null ? null : yield* readerOf(caller, loop, this.#stdout, limit),
      stderr: this.#stderr === null ? null : yield* readerOf(caller, loop, this.#stderr, limit),
    };
  }

  /** Closes the pipes at once. */
  close(): void {
    for (const channel of [this.#stdin, this.#stdout, this.#stderr]) channel?.destroy();
  }
}
