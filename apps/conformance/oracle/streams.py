"""Statements about streams: readers, writers, connections, and the peers at their other ends."""

import asyncio
from asyncio.selector_events import _SelectorSocketTransport

from .awaitables import KINDS
from .errors import make
from .flow import IMMEDIATE, SUSPENDING, run
from .tasks import with_target
from .world import MISSING


class RepairedReader(asyncio.StreamReader):
    """CPython's reader, without four mistakes that ours does not have either."""

    async def read(self, n=-1):
        if n < 0:
            return await self._read_all()
        if n == 0 or self._buffer or self._eof or self._exception is not None:
            return await super().read(n)
        while not self._buffer and not self._eof:
            # 1. A reader that was woken, and comes too late for the bytes, would return none, as at the end.
            await self._wait_for_data("read")
        data = bytes(self._buffer[:n])
        del self._buffer[:n]
        self._maybe_resume_transport()
        return data

    async def _read_all(self):
        blocks = []
        try:
            while block := await self.read(self._limit):
                blocks.append(block)
        except BaseException:
            # 2. A read that is cancelled or refused would lose its bytes.
            if self._exception is None:
                self._buffer[:0] = b"".join(blocks)
            raise
        return b"".join(blocks)

    async def _wait_for_data(self, caller):
        if self._exception is not None:
            # 3. A reader that was woken before the error would wait for ever.
            raise self._exception
        if self._waiter is not None:
            raise RuntimeError(caller)
        if self._paused:
            self._paused = False
            self._transport.resume_reading()
        waiter = self._waiter = self._loop.create_future()
        try:
            await waiter
        finally:
            # 4. The waiter of another reader would be forgotten.
            if self._waiter is waiter:
                self._waiter = None


class Closed(asyncio.Future):
    """The future of `wait_closed`, with a future for each caller. CPython's is shared: a cancelled caller cancels it for all."""

    def __init__(self, loop):
        super().__init__(loop=loop)
        self._callers = []

    def __await__(self):
        if self.done():
            return super().__await__()
        caller = self.get_loop().create_future()
        self._callers.append(caller)
        return caller.__await__()

    def set_result(self, result):
        super().set_result(result)
        for caller in self._callers:
            if not caller.done():
                caller.set_result(result)

    def set_exception(self, error):
        super().set_exception(error)
        self.exception()
        for caller in self._callers:
            if not caller.done():
                caller.set_exception(error)


class RepairedProtocol(asyncio.StreamReaderProtocol):
    _lost_by = None

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self._closed = Closed(self._loop)

    def connection_lost(self, error):
        self._lost_by = error
        super().connection_lost(error)

    async def _drain_helper(self):
        if self._lost_by is not None:
            # The error of the connection would be replaced by another one.
            raise self._lost_by
        await super()._drain_helper()


class RecordingTransport(asyncio.Transport):
    """Records the calls of a reader and a writer."""

    def __init__(self, world):
        super().__init__()
        self._world = world
        self._is_closing = False

    def _record(self, call, *values):
        self._world.record("transport", call, *values)

    def pause_reading(self):
        self._record("pauseReading")

    def resume_reading(self):
        self._record("resumeReading")

    def write(self, data):
        self._record("write", text(data))

    def writelines(self, lines):
        self._record("writeLines", [text(line) for line in lines])

    def write_eof(self):
        self._record("writeEof")

    def close(self):
        self._is_closing = True
        self._record("close")

    def abort(self):
        self._is_closing = True
        self._record("abort")

    def is_closing(self):
        return self._is_closing


class RecordingProtocol(asyncio.Protocol):
    def __init__(self, world, keeps_open):
        self._world = world
        self._keeps_open = keeps_open

    def data_received(self, data):
        self._world.record("protocol", "dataReceived", text(data))

    def eof_received(self):
        self._world.record("protocol", "eofReceived")
        return self._keeps_open

    def pause_writing(self):
        self._world.record("protocol", "pauseWriting")

    def resume_writing(self):
        self._world.record("protocol", "resumeWriting")

    def connection_lost(self, error):
        self._world.record("protocol", "connectionLost", self._world.describe(error))


class Stream:
    """A reader and all that belongs to it. `transport` is None for a reader alone."""

    def __init__(self, world, limit, reader=RepairedReader):
        self.reader = reader(limit=limit, loop=world.loop)
        self.writer = self.transport = self.protocol = self.peer = None
        self.has_ended = self.is_lost = self.is_writing_paused = self.was_closed = False

    @property
    def takes_input(self):
        return self.peer is None

    @property
    def is_closed_by_peer(self):
        return isinstance(self.protocol, RecordingProtocol) and self.transport.is_closing()

    def attempt(self, world, event, call):
        """Records a call. A transport that is gone fails in it, because it has forgotten its loop and its socket."""

        def guarded():
            try:
                return call()
            except (AttributeError, TypeError):
                if self.peer is None or self.transport._loop is not None:
                    raise

        world.attempt(event, guarded)

    def attach(self, world, transport):
        def accepted(reader, writer):
            self.writer = writer

        self.protocol = RepairedProtocol(self.reader, accepted, loop=world.loop)
        self.transport = transport
        self.protocol.connection_made(transport)


def text(data):
    return bytes(data).decode("latin1")


def encoded(value):
    return value.encode("latin1")


def reader(world, s):
    stream = Stream(world, s["limit"], asyncio.StreamReader if s.get("lone") else RepairedReader)
    if s.get("transport"):
        stream.attach(world, RecordingTransport(world))
    world.put(s["slot"], stream)


async def connect(world, s):
    stream = Stream(world, s["limit"])
    stream.peer = world.loop.peers.open()
    if "raw" in s:
        stream.reader = None
        stream.protocol = RecordingProtocol(world, s["raw"] == "keepsOpen")
    else:
        stream.protocol = RepairedProtocol(stream.reader, loop=world.loop)
    made = world.loop.create_future()
    stream.transport = _SelectorSocketTransport(world.loop, stream.peer, stream.protocol, made)
    await made
    if stream.reader is not None:
        stream.writer = asyncio.StreamWriter(stream.transport, stream.protocol, stream.reader, world.loop)
    world.put(s["slot"], stream)
    # The two sides connect in different numbers of passes.
    await asyncio.sleep(0.125)


@with_target
def feed(world, s, stream):
    if not stream.takes_input or stream.has_ended or stream.is_lost:
        return
    (stream.protocol.data_received if stream.protocol else stream.reader.feed_data)(encoded(s["data"]))


@with_target
def feed_eof(world, s, stream):
    if not stream.takes_input or stream.is_lost:
        return
    stream.has_ended = True
    if stream.protocol:
        world.record("eofReceived", stream.protocol.eof_received())
    else:
        stream.reader.feed_eof()


@with_target
def reader_error(world, s, stream):
    if stream.takes_input:
        stream.reader.set_exception(make(s["error"]))


@with_target
def pause_writing(world, s, stream):
    if stream.takes_input and not stream.is_writing_paused:
        stream.is_writing_paused = True
        stream.protocol.pause_writing()


@with_target
def resume_writing(world, s, stream):
    if stream.takes_input and stream.is_writing_paused:
        stream.is_writing_paused = False
        stream.protocol.resume_writing()


@with_target
def lose(world, s, stream):
    if stream.takes_input and stream.protocol and not stream.is_lost:
        stream.is_lost = stream.has_ended = True
        stream.protocol.connection_lost(make(s["error"]) if "error" in s else None)


def _peer_action(action):
    @with_target
    def statement(world, s, stream):
        if stream.peer is not None:
            action(world, s, stream.peer)

    return statement


def peer_sees(world, s, peer):
    world.record("peer", text(peer.received), peer.saw_end, peer.is_closed)


@with_target
def write(world, s, stream):
    # After the close our writer throws, or drops the bytes if the peer has ended. CPython's drops them or still sends them.
    if stream.was_closed or stream.transport is None or stream.is_closed_by_peer:
        return
    port = stream.writer or stream.transport
    lines = [encoded(line) for line in s["lines"]]
    if len(lines) == 1:
        stream.attempt(world, "write", lambda: port.write(lines[0]))
    else:
        stream.attempt(world, "writeLines", lambda: port.writelines(lines))


def _port_call(name, method):
    @with_target
    def statement(world, s, stream):
        if stream.transport is None:
            return
        if name in ("close", "abort"):
            stream.was_closed = True
        port = stream.writer if name in ("close", "writeEof") else None
        stream.attempt(world, name, getattr(port or stream.transport, method))

    return statement


@with_target
def water_marks(world, s, stream):
    if stream.peer is not None:
        marks = {name: s[name] for name in ("high", "low") if name in s}
        world.attempt("waterMarks", lambda: stream.transport.set_write_buffer_limits(**marks))


@with_target
def query(world, s, stream):
    if stream.reader is not None:
        error = stream.reader.exception()
        world.record("reader", stream.reader.at_eof(), world.describe(error))
    if stream.transport is not None:
        world.record("closing", stream.transport.is_closing())
    if stream.peer is not None and not stream.transport.is_closing():
        transport = stream.transport
        limits = list(transport.get_write_buffer_limits())
        world.record("transport", transport.get_write_buffer_size(), limits, transport.is_reading())


async def lines(world, s):
    """Iterates over the lines of a reader."""
    stream = world.get(s["target"])
    if stream is MISSING or stream.reader is None:
        return
    count = 0
    async for line in stream.reader:
        world.record("next", text(line))
        returned = await run(world, s["body"])
        count += 1
        if returned is not None:
            return returned
        if count == s["times"]:
            break


def _coroutine(function):
    def expression(world, e):
        stream = world.get(e["target"])
        if stream is MISSING:
            return MISSING
        port = stream.writer if e["kind"] in ("drain", "waitClosed") else stream.reader
        return MISSING if port is None else function(e, port)

    return expression


def _readuntil(e, reader):
    separators = tuple(encoded(separator) for separator in e["separators"])
    return reader.readuntil(separators[0] if len(separators) == 1 else separators)


IMMEDIATE |= {
    "reader": reader,
    "feed": feed,
    "feedEof": feed_eof,
    "readerError": reader_error,
    "pauseWriting": pause_writing,
    "resumeWriting": resume_writing,
    "lose": lose,
    "peerSends": _peer_action(lambda world, s, peer: peer.send_bytes(encoded(s["data"]))),
    "peerEnds": _peer_action(lambda world, s, peer: peer.end()),
    "peerResets": _peer_action(lambda world, s, peer: peer.reset()),
    "peerAccepts": _peer_action(lambda world, s, peer: peer.accept(s["bytes"])),
    "peerSees": _peer_action(peer_sees),
    "write": write,
    "writeEof": _port_call("writeEof", "write_eof"),
    "close": _port_call("close", "close"),
    "abort": _port_call("abort", "abort"),
    "pauseReading": _port_call("pauseReading", "pause_reading"),
    "resumeReading": _port_call("resumeReading", "resume_reading"),
    "waterMarks": water_marks,
    "stream": query,
}
SUSPENDING |= {"connect": connect, "lines": lines}
KINDS |= {
    "read": _coroutine(lambda e, reader: reader.read(e.get("n", -1))),
    "readline": _coroutine(lambda e, reader: reader.readline()),
    "readuntil": _coroutine(_readuntil),
    "readexactly": _coroutine(lambda e, reader: reader.readexactly(e["n"])),
    "drain": _coroutine(lambda e, writer: writer.drain()),
    "waitClosed": _coroutine(lambda e, writer: writer.wait_closed()),
}
