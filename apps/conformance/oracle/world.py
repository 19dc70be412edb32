"""The state of one run of one program: its loop, its named objects, its trace."""

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
        task_name = "" if task is None else self.name(task)
        self.trace.append([int(self.loop.time() * 1000), task_name, event, *values])

    def put(self, slot, thing):
        self._objects[slot] = thing
        self._labels.setdefault(id(thing), slot)

    def get(self, slot):
        if slot == "self":
            return asyncio.current_task(self.loop) or MISSING
        return self._objects.get(slot, MISSING)

    def name(self, task):
        """Returns the name of a task. Default names count all tasks of the process, so they appear as `Task`."""
        name = task.get_name()
        return "Task" if name.startswith("Task-") else name

    def describe(self, value):
        """Describes a result as JSON: futures by name, errors by kind."""
        if isinstance(value, asyncio.Task):
            return self.name(value)
        if asyncio.isfuture(value):
            return self._labels.get(id(value), "future")
        if isinstance(value, BaseException):
            return self.errors.describe(value)
        if isinstance(value, bytes):
            return value.decode("latin1")
        if isinstance(value, (list, tuple, OrderedSet)):
            return [self.describe(item) for item in value]
        return value

    def attempt(self, event, *values):
        """Records the result or the error of a call. The error does not end the program."""
        *values, call = values
        try:
            outcome = self.describe(call())
        except (Exception, asyncio.CancelledError) as error:
            outcome = self.errors.describe(error)
        self.record(event, *values, outcome)
