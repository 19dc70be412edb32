"""Runs programs under a clock that jumps, and notes what they print and when.

The loop is asyncio's own; only its selector is replaced. Where asyncio would sleep until its
next timer, this selector moves the clock there instead.
"""

import asyncio
import gc
import json
import sys
import time
import warnings
from asyncio import base_events, events

NOON = 12 * 60 * 60  # what the wall clock shows when a program begins


class Clock:
    now = 0.0


class JumpingSelector:
    def select(self, timeout):
        if timeout is None:
            raise RuntimeError("everything waits, and there is no timer")
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
    """Equal deadlines come in the order in which they were made, which a bare heap leaves open."""

    made = 0

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        OrderedTimer.made += 1
        self.order = OrderedTimer.made

    def __lt__(self, other):
        return (self._when, self.order) < (other._when, other.order)


class Transcript:
    """A text stream that notes the time, in milliseconds, at the end of each line."""

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
    """Runs a program from its first line; gives, as JSON, its printed lines and Python's warnings."""
    shown = []

    def show(message, category, filename, lineno, file=None, line=None):
        shown.append(warnings.formatwarning(message, category, filename, lineno, line="").strip())

    Clock.now = 0.0
    by_hand = VirtualLoop()
    events.set_event_loop(by_hand)  # 3.14 makes none for a program that asks for it
    warnings.showwarning = show
    transcript = sys.stdout = Transcript()
    try:
        program = {"__name__": "__main__"}
        exec(compile(source, file, "exec"), program)
        program.clear()  # as the end of the process does
        gc.collect()
    finally:
        sys.stdout = sys.__stdout__
        by_hand.close()
    return json.dumps({"python": sys.version.split()[0], "printed": transcript.lines, "warnings": shown})


strftime = time.strftime
time.time = lambda: NOON + Clock.now
time.strftime = lambda form: strftime(form, time.gmtime(time.time()))
events.TimerHandle = OrderedTimer
events.new_event_loop = VirtualLoop
events._set_running_loop(None)  # held by the host that this interpreter is embedded in
warnings.simplefilter("always", RuntimeWarning)
