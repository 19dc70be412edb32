"""A scripted peer, behind a socket that CPython's own socket transport uses."""

import asyncio
import socket


class Peer:
    """The other end of a connection, and the buffers of the system between both ends."""

    family, type, proto = socket.AF_UNSPEC, socket.SOCK_STREAM, 0

    def __init__(self, fd):
        self._fd = fd
        self._granted = self._room = 0
        self._inbox = bytearray()
        self._has_ended = self._end_was_read = False
        self._error = None
        self._tells_error = False
        self.received = bytearray()
        self.saw_end = False
        self.is_closed = False

    # What the program does.

    def send_bytes(self, data):
        if not self._has_ended:
            self._inbox += data

    def end(self):
        self._has_ended = True

    def reset(self):
        self._error = ConnectionResetError(104, "Connection reset by peer")
        self._inbox.clear()

    def accept(self, count):
        self._granted += count

    # What the selector asks.

    def turn(self):
        """The system moves bytes between the steps of the loop only."""
        self._room += self._granted
        self._granted = 0

    def is_readable(self):
        return bool(self._inbox) or (self._has_ended and not self._end_was_read) or self._error is not None

    def is_writable(self):
        self._tells_error = self._error is not None
        return self._room > 0 or self._tells_error

    # What the transport calls.

    def fileno(self):
        return self._fd

    def getsockname(self):
        return "here"

    def getpeername(self):
        return "there"

    def recv(self, size):
        self._raise_error()
        data = bytes(self._inbox[:size])
        if not data:
            # A real socket would report its end again after each pause. No host does.
            self._end_was_read = True
        del self._inbox[:size]
        return data

    def send(self, data):
        if self._error is not None:
            # As on other hosts, a write finds out later.
            raise BlockingIOError
        taken = bytes(data[: self._room])
        if not taken and data:
            raise BlockingIOError
        self._room -= len(taken)
        self.received += taken
        return len(taken)

    def sendmsg(self, buffers):
        if self._tells_error:
            self._raise_error()
        return self.send(b"".join(bytes(buffer) for buffer in buffers))

    def shutdown(self, how):
        self.saw_end = True

    def close(self):
        self.saw_end = self.is_closed = True

    def _raise_error(self):
        if self._error is not None:
            raise self._error


class Peers:
    """The selector of a loop: reports one event whenever the loop has nothing else to do, so that no step runs beside it."""

    def __init__(self):
        self._peers = {}
        self.readers = {}
        self.writers = {}

    def open(self):
        peer = self._peers[len(self._peers)] = Peer(len(self._peers))
        return peer

    def report(self):
        """Returns the handle of the next event in a list, which is empty if there is none."""
        for fd, peer in self._peers.items():
            peer.turn()
            if fd in self.writers and peer.is_writable():
                return [self.writers[fd]]
            if fd in self.readers and peer.is_readable():
                return [self.readers[fd]]
        return []


class PeerLoop(asyncio.BaseEventLoop):
    """The part of a selector loop that a socket transport uses."""

    def __init__(self):
        super().__init__()
        self._transports = {}
        self.peers = Peers()

    def _add_reader(self, fd, callback, *args):
        self.peers.readers[fd] = asyncio.Handle(callback, args, self)

    def _remove_reader(self, fd):
        handle = self.peers.readers.pop(fd, None)
        if handle is not None:
            handle.cancel()

    def _add_writer(self, fd, callback, *args):
        self.peers.writers[fd] = asyncio.Handle(callback, args, self)

    def _remove_writer(self, fd):
        handle = self.peers.writers.pop(fd, None)
        if handle is not None:
            handle.cancel()
