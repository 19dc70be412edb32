"""What one run of one program knows: its loop, its named objects, and the trace."""

import asyncio
import contextvars

from .errors import Errors
from .ordered_set import OrderedSet

MISSING = object()


class World:
    def __init__(self, loop):
        self.loop = loop
        self.trace = []
        self.errors = Errors()
        self.variables = {
            "v": contextvars.ContextVar("v", default=0),
            "w": contextvars.ContextVar("w"),
        }
        self._objects = {}
        self._labels = {}

    def record(self, event, *values):
        task = asyncio.current_task(self.loop)
        who = "" if task is None else self.name(task)
        self.trace.append([int(self.loop.time() * 1000), who, event, *values])

    def put(self, slot, thing):
        self._objects[slot] = thing
        self._labels.setdefault(id(thing), slot)

    def get(self, slot):
        if slot == "self":
            return asyncio.current_task(self.loop) or MISSING
        return self._objects.get(slot, MISSING)

    def name(self, task):
        """Default names count tasks of the whole process: they show as just `Task`."""
        name = task.get_name()
        return "Task" if name.startswith("Task-") else name

    def tell(self, value):
        """A result as JSON; futures by their name, errors by kind."""
        if isinstance(value, asyncio.Task):
            return self.name(value)
        if asyncio.isfuture(value):
            return self._labels.get(id(value), "future")
        if isinstance(value, BaseException):
            return self.errors.tell(value)
        if isinstance(value, (list, tuple, OrderedSet)):
            return [self.tell(item) for item in value]
        return value

    def attempt(self, event, *values):
        """Records what a call gives or throws, where an error should not end the program."""
        *values, call = values
        try:
            told = self.tell(call())
        except (Exception, asyncio.CancelledError) as error:
            told = self.errors.tell(error)
        self.record(event, *values, told)
