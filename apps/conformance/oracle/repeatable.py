"""Makes the order of sets and of equal deadlines repeatable, which CPython leaves to chance."""

import ast
import asyncio
import asyncio.events
import asyncio.taskgroups
import asyncio.tasks
import gc
import inspect
import itertools
import logging
import sys
import textwrap
import warnings

from .ordered_set import OrderedSet


class CreationOrderedTimer(asyncio.events.TimerHandle):
    __slots__ = ("_serial",)
    _serials = itertools.count()

    def __init__(self, *args):
        super().__init__(*args)
        self._serial = next(self._serials)

    def __lt__(self, other):
        return (self._when, self._serial) < (other._when, other._serial)


class SetsByName(ast.NodeTransformer):
    """Turns `{x for …}` into `set(x for …)`, which looks `set` up in the module."""

    def visit_SetComp(self, node):
        self.generic_visit(node)
        items = ast.GeneratorExp(node.elt, node.generators)
        return ast.Call(ast.Name("set", ast.Load()), [items], [])


def _name_sets(module, owner, method):
    tree = ast.parse(textwrap.dedent(inspect.getsource(getattr(owner, method))))
    tree = ast.fix_missing_locations(SetsByName().visit(tree))
    namespace = {}
    exec(compile(tree, module.__name__, "exec"), vars(module), namespace)
    setattr(owner, method, namespace[method])


def _order_all_tasks():
    unordered = asyncio.tasks.all_tasks

    def all_tasks(loop=None):
        loop = loop or asyncio.get_running_loop()
        return sorted(unordered(loop), key=loop.creation_order)

    asyncio.all_tasks = asyncio.tasks.all_tasks = all_tasks


def install():
    asyncio.tasks.set = asyncio.taskgroups.set = OrderedSet
    asyncio.events.TimerHandle = CreationOrderedTimer
    _name_sets(asyncio.tasks, asyncio.tasks._AsCompletedIterator, "__init__")
    _order_all_tasks()
    gc.disable()
    # The warnings of freed coroutines come after the end of their program.
    warnings.simplefilter("ignore")
    # A transport logs a warning at the fifth write to a lost connection.
    logging.getLogger("asyncio").disabled = True
    sys.unraisablehook = lambda unraisable: None
