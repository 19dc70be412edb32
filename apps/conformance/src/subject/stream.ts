import type { StreamReader, StreamReaderProtocol, StreamWriter, Transport } from "@asyncio-ts/streams";
import type { Api, Coroutine } from "./api.ts";
import type { Peer } from "./peer.ts";
import { recordingProtocol, recordingTransport } from "./recording.ts";
import type { World } from "./world.ts";

/** A reader and all that belongs to it. Without a peer, the program calls the protocol in place of a transport. */
export class Stream {
  reader: StreamReader | null = null;
  writer: StreamWriter | null = null;
  transport: Transport | null = null;
  protocol: StreamReaderProtocol | null = null;
  peer: Peer | null = null;
  hasEnded = false;
  isLost = false;
  isWritingPaused = false;
  /** Whether the program has closed it. */
  wasClosed = false;

  get isClosedByPeer(): boolean {
    return this.peer !== null && this.writer === null && this.transport!.isClosing();
  }
}

/** Creates a reader. With `attached`, it also has a protocol and a writer, over a recording transport. */
export function createReader(api: Api, world: World, limit: number, attached: boolean): Stream {
  const stream = new Stream();
  stream.reader = new api.StreamReader({ limit, loop: world.loop });
  if (!attached) return stream;
  stream.protocol = new api.StreamReaderProtocol(stream.reader, (_reader, writer) => void (stream.writer = writer));
  stream.transport = recordingTransport(world);
  stream.protocol.connectionMade(stream.transport);
  return stream;
}

/** Connects to a scripted peer. */
export function* connectStream(api: Api, world: World, limit: number, raw: "keepsOpen" | "closes" | undefined): Coroutine<Stream> {
  const stream = new Stream();
  if (raw === undefined) {
    [stream.reader, stream.writer] = yield* api.openConnection("there", 1, { limit });
    stream.transport = stream.writer.transport;
  } else {
    [stream.transport] = yield* api.createConnection(() => recordingProtocol(world, raw === "keepsOpen"), "there", 1);
  }
  stream.peer = world.peers!.last;
  return stream;
}
