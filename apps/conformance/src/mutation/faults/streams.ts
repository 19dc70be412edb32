import { type Fault, faultsByFile } from "../fault.ts";

/** The faults that programs about streams must find. */
export const streamsFaults: Fault[] = faultsByFile({
  "packages/core/streams/src/stream-reader.ts": [
    {
      name: "a reader pauses its transport at its limit",
      in: "StreamReader.feedData",
      find: "<= this._high",
      replace: "<= this._low",
    },
    {
      name: "a waiting reader leaves its transport paused",
      in: "StreamReader._wait",
      find: "if (this.#isPaused) this.#resume();",
      replace: "",
    },
    {
      name: "a full reader does not resume its transport at its limit",
      in: "StreamReader._maybeResume",
      find: "<= this._low",
      replace: "< this._low",
    },
    { name: "a second reader takes the place of the first", in: "StreamReader._wait", find: "this.#waiter !== null", replace: "false" },
    {
      name: "an error of the connection leaves a reader waiting",
      in: "StreamReader.setException",
      find: "waiter?.done() === false",
      replace: "false",
    },
  ],
  "packages/core/streams/src/reads.ts": [
    {
      name: "of several separators the shortest counts, not the first to end",
      in: "ReadUntil.take",
      find: "at + separator.length >= end",
      replace: "start !== -1",
    },
    {
      name: "a separator in two chunks is missed",
      in: "ReadUntil.take",
      find: "buffer.length + 1 - this.#separators.at(-1)!.length",
      replace: "buffer.length",
    },
    {
      name: "a line of just the limit is too long",
      in: "ReadUntil.take",
      find: "start > reader._limit",
      replace: "start >= reader._limit",
    },
    { name: "a cancelled read to the end loses its bytes", in: "ReadToEnd.leave", find: "blocks.length > 0", replace: "false" },
    {
      name: "an incomplete read keeps its bytes to itself",
      in: "ReadExactly.take",
      find: "reader._buffer.take(Infinity)",
      replace: "reader._buffer.take(0)",
    },
  ],
  "packages/core/streams/src/read-line.ts": [
    { name: "a line over the limit stays in the reader", in: "ReadLine.take", find: "buffer.clear()", replace: "{}" },
    {
      name: "a line over the limit leaves its end behind",
      in: "ReadLine.take",
      find: "buffer.skip(error.consumed + 1)",
      replace: "buffer.skip(error.consumed)",
    },
  ],
  "packages/core/streams/src/flow-control.ts": [
    {
      name: "a protocol that resumes wakes one writer",
      in: "FlowControl.resumeWriting",
      find: "if (!waiter.done()) waiter.setResult();",
      replace: "if (!waiter.done()) { waiter.setResult(); break; }",
    },
    {
      name: "a lost connection leaves waitClosed() waiting",
      in: "FlowControl.connectionLost",
      find: "[...this.#closing, ...this.#draining]",
      replace: "[...this.#draining]",
    },
    { name: "drain() succeeds on a lost connection", in: "FlowControl._drainWaiter", find: "this.#isLost", replace: "false" },
  ],
  "packages/core/streams/src/drain.ts": [
    {
      name: "drain() on a closing transport does not let it be lost",
      in: "Drain.begin",
      find: "!this.writer.transport.isClosing()",
      replace: "true",
    },
  ],
  "packages/core/streams/src/transport.ts": [
    {
      name: "writing pauses at the high water mark",
      in: "Transport.write",
      find: "this.#channel.bufferedBytes > this.#flow.high",
      replace: "this.#channel.bufferedBytes >= this.#flow.high",
    },
    {
      name: "writing resumes below the high water mark",
      in: "Transport._drained",
      find: "<= this.#flow.low",
      replace: "<= this.#flow.high",
    },
    {
      name: "close() drops the buffered bytes",
      in: "Transport._close",
      find: "channel.bufferedBytes === 0",
      replace: "true",
    },
  ],
  "packages/core/streams/src/incoming.ts": [
    { name: "bytes are passed on while reading is paused", in: "Incoming.pause", find: "this.#isPaused = true", replace: "{}" },
  ],
});
