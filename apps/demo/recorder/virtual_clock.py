"""Runs programs on a virtual clock, and records their lines with the times.

The loop is asyncio's, with another selector. Instead of sleeping until the next timer, the selector
moves the clock there.
"""

import asyncio
import gc
import json
import sys
import time
import warnings
from asyncio import base_events, events

NOON = 12 * 60 * 60  # the wall clock at the start of a program


class Clock:
    now = 0.0


class JumpingSelector:
    def select(self, timeout):
        if timeout is None:
            raise RuntimeError("all tasks wait, and there is no timer")
        Clock.now += timeout
        return []


class VirtualLoop(base_events.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self._selector = JumpingSelector()
        self._clock_resolution = 1e-9

    def time(self):
        return Clock.now

    def _process_events(self, event_list):
        pass


class OrderedTimer(events.TimerHandle):
    """Timers with equal deadlines fire in creation order, which a heap does not guarantee."""

    count = 0

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        OrderedTimer.count += 1
        self.order = OrderedTimer.count

    def __lt__(self, other):
        return (self._when, self.order) < (other._when, other.order)


class Transcript:
    """A text stream that records the time at the end of each line, in milliseconds."""

    def __init__(self):
        self.lines = []
        self._rest = ""

    def write(self, text):
        *whole, self._rest = (self._rest + text).split("\n")
        at = round(Clock.now * 1000)
        self.lines.extend({"at": at, "text": line} for line in whole)

    def flush(self):
        pass


def record(source, file):
    """Runs a program. Returns its lines and the warnings, as JSON."""
    messages = []

    def show(message, category, filename, lineno, file=None, line=None):
        messages.append(warnings.formatwarning(message, category, filename, lineno, line="").strip())

    Clock.now = 0.0
    loop = VirtualLoop()
    events.set_event_loop(loop)  # 3.14 creates no loop in get_event_loop()
    warnings.showwarning = show
    transcript = sys.stdout = Transcript()
    try:
        program = {"__name__": "__main__"}
        exec(compile(source, file, "exec"), program)
        program.clear()  # as at the end of the process
        gc.collect()
    finally:
        sys.stdout = sys.__stdout__
        loop.close()
    return json.dumps({"python": sys.version.split()[0], "printed": transcript.lines, "warnings": messages})


strftime = time.strftime
time.time = lambda: NOON + Clock.now
time.strftime = lambda form: strftime(form, time.gmtime(time.time()))
events.TimerHandle = OrderedTimer
events.new_event_loop = VirtualLoop
events._set_running_loop(None)  # Pyodide holds it
warnings.simplefilter("always", RuntimeWarning)
