import type { Coroutine, EventLoop } from "@asyncio-ts/tasks";
import { StreamReader, StreamReaderProtocol, StreamWriter } from "@asyncio-ts/streams";
import { type Channel, connectTransport, FlowControl } from "@asyncio-ts/streams/lowlevel";

/** Returns a reader of a channel that is not started. */
export function* readerOf(caller: string, loop: EventLoop, channel: Channel, limit: number | undefined): Coroutine<StreamReader> {
  const reader = new StreamReader({ limit, loop });
  yield* connectTransport(caller, loop, channel, () => new StreamReaderProtocol(reader));
  return reader;
}

/** Returns a writer to a channel that is not started. */
export function* writerOf(caller: string, loop: EventLoop, channel: Channel): Coroutine<StreamWriter> {
  const [transport, protocol] = yield* connectTransport(caller, loop, channel, () => new FlowControl(loop));
  return new StreamWriter(transport, protocol, null);
}
