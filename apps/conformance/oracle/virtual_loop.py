"""CPython's event loop on a clock that jumps to the next deadline."""

import asyncio

from .peer import PeerLoop


class Deadlock(BaseException):
    """All tasks wait and no timer is left. A real selector would sleep for ever."""


class VirtualLoop(PeerLoop):
    """Keeps all futures alive, so that the trace does not depend on when memory is freed."""

    def __init__(self):
        super().__init__()
        self._selector = self
        # A timer fires if its deadline is before now + resolution, so the resolution must be positive.
        self._clock_resolution = 2**-30
        self._now = 0.0
        self.created = []
        self._serials = {}

    def time(self):
        return self._now

    def select(self, timeout):
        if timeout == 0:
            return ()
        events = self.peers.report()
        if events:
            return events
        if timeout is None:
            raise Deadlock
        self._now += timeout
        return ()

    def _process_events(self, events):
        self._ready.extend(events)

    def _write_to_self(self):
        pass

    def create_future(self):
        future = super().create_future()
        self.created.append(future)
        return future

    def create_task(self, coro, **options):
        # Keyed by coroutine, since an eager task runs before it is returned.
        self._serials[coro] = len(self._serials)
        task = super().create_task(coro, **options)
        self.created.append(task)
        return task

    def creation_order(self, task):
        """Returns a key that sorts tasks by creation."""
        return self._serials[task.get_coro()]

    def unretrieved(self):
        return [future for future in self.created if future._log_traceback]
