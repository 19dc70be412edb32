import type { Slot } from "../language/program.ts";
import type { StreamExpression, WriterStatement } from "../language/stream.ts";
import type { Coroutine } from "./api.ts";
import { makeError } from "./errors.ts";
import { forEachIn } from "./for-each.ts";
import type { Interpreter } from "./interpreter.ts";
import { bytesOf } from "./latin1.ts";
import type { Peer } from "./peer.ts";
import { connectStream, createReader, type Stream } from "./stream.ts";
import type { World } from "./world.ts";

interface Targeted {
  target: Slot;
}

type PortCall = WriterStatement & { op: "writeEof" | "close" | "abort" | "pauseReading" | "resumeReading" };

/** Registers the statements about readers, writers, connections and peers. */
export function registerStreams(interpreter: Interpreter): void {
  const { api } = interpreter;
  const forEach = forEachIn(interpreter);

  /** Makes a statement of an action on the stream of its slot. */
  const on =
    <S extends Targeted>(act: (stream: Stream, s: S, world: World) => void) =>
    (world: World, s: S): void => {
      const stream = world.get<Stream>(s.target);
      if (stream !== undefined) act(stream, s, world);
    };
  /** The same for calls that the program makes in place of a transport. */
  const input = <S extends Targeted>(act: (stream: Stream, s: S, world: World) => void) =>
    on<S>((stream, s, world) => (stream.peer === null ? act(stream, s, world) : undefined));
  const peer = <S extends Targeted>(act: (peer: Peer, s: S, world: World) => void) =>
    on<S>((stream, s, world) => (stream.peer === null ? undefined : act(stream.peer, s, world)));

  interpreter.register(
    {
      reader: (world, s) => world.put(s.slot, createReader(api, world, s.limit, s.transport ?? false)),
      feed: input((stream, s) => {
        if (stream.hasEnded || stream.isLost) return;
        if (stream.protocol !== null) stream.protocol.dataReceived(bytesOf(s.data));
        else stream.reader!.feedData(bytesOf(s.data));
      }),
      feedEof: input((stream, _s, world) => {
        if (stream.isLost) return;
        stream.hasEnded = true;
        if (stream.protocol !== null) world.record("eofReceived", stream.protocol.eofReceived());
        else stream.reader!.feedEof();
      }),
      readerError: input((stream, s) => stream.reader!.setException(makeError(api, s.error))),
      pauseWriting: input((stream) => {
        if (stream.isWritingPaused) return;
        stream.isWritingPaused = true;
        stream.protocol!.pauseWriting();
      }),
      resumeWriting: input((stream) => {
        if (!stream.isWritingPaused) return;
        stream.isWritingPaused = false;
        stream.protocol!.resumeWriting();
      }),
      lose: input((stream, s) => {
        if (stream.protocol === null || stream.isLost) return;
        stream.isLost = stream.hasEnded = true;
        stream.protocol.connectionLost(s.error === undefined ? null : makeError(api, s.error));
      }),
      peerSends: peer((other, s) => other.sendBytes(s.data)),
      peerEnds: peer((other) => other.endSending()),
      peerResets: peer((other) => other.reset()),
      peerAccepts: peer((other, s) => other.accept(s.bytes)),
      peerSees: peer((other, _s, world) => world.record("peer", other.received, other.sawEnd, other.isClosed)),
      write: on(write),
      writeEof: on<PortCall>(callPort),
      close: on<PortCall>(callPort),
      abort: on<PortCall>(callPort),
      pauseReading: on<PortCall>(callPort),
      resumeReading: on<PortCall>(callPort),
      waterMarks: on(({ peer, transport }, { high, low }, world) => {
        const marks = { ...(high !== undefined && { high }), ...(low !== undefined && { low }) };
        if (peer !== null) world.attempt("waterMarks", [], () => transport!.setWriteBufferLimits(marks));
      }),
      stream: on(recordState),
    },
    {
      *connect(world, s) {
        world.put(s.slot, yield* connectStream(api, world, s.limit, s.raw));
        // The two sides connect in different numbers of passes.
        yield* api.sleep(125);
        return null;
      },
      *lines(world, s) {
        const reader = world.get<Stream>(s.target)?.reader;
        return reader == null ? null : yield* forEach(world, { body: s.body, limit: s.times }, reader);
      },
    },
  );
}

function write(stream: Stream, { lines }: WriterStatement & { op: "write" }, world: World): void {
  // After the close our writer throws, or drops the bytes if the peer has ended. CPython's drops them or still sends them.
  if (stream.wasClosed || stream.transport === null || stream.isClosedByPeer) return;
  const port = stream.writer ?? stream.transport;
  const parts = lines.map(bytesOf);
  if (parts.length === 1) world.attempt("write", [], () => port.write(parts[0]!));
  else world.attempt("writeLines", [], () => port.writeLines(parts));
}

function callPort(stream: Stream, { op }: PortCall, world: World): void {
  const { transport, writer } = stream;
  if (transport === null) return;
  if (op === "close" || op === "abort") stream.wasClosed = true;
  world.attempt(op, [], () => (op === "close" || op === "writeEof" ? (writer ?? transport)[op]() : transport[op]()));
}

function recordState({ reader, transport, peer }: Stream, _s: unknown, world: World): void {
  if (reader !== null) world.record("reader", reader.atEof(), world.describe(reader.exception()));
  if (transport === null) return;
  world.record("closing", transport.isClosing());
  if (peer === null || transport.isClosing()) return;
  world.record("transport", transport.getWriteBufferSize(), transport.getWriteBufferLimits(), transport.isReading());
}

/** Creates a coroutine of a stream; undefined if the slot is empty, or the stream has no such side. */
export function streamCoroutine(world: World, e: StreamExpression): Coroutine<unknown> | undefined {
  const stream = world.get<Stream>(e.target);
  const reader = stream?.reader ?? undefined;
  switch (e.kind) {
    case "read":
      return reader?.read(e.n);
    case "readexactly":
      return reader?.readexactly(e.n);
    case "readline":
      return reader?.readline();
    case "readuntil": {
      const separators = e.separators.map(bytesOf);
      return reader?.readuntil(separators.length === 1 ? separators[0]! : separators);
    }
    default:
      return stream?.writer?.[e.kind]();
  }
}
