"""Evaluates expressions to awaitables."""

import asyncio

from .flow import run
from .world import MISSING

RETURN_WHEN = {
    "FIRST_COMPLETED": asyncio.FIRST_COMPLETED,
    "FIRST_EXCEPTION": asyncio.FIRST_EXCEPTION,
    "ALL_COMPLETED": asyncio.ALL_COMPLETED,
}


class Wrapped:
    """An awaitable that is neither a coroutine nor a future."""

    def __init__(self, inner):
        self._inner = inner

    def __await__(self):
        return self._inner.__await__()


def seconds(ms):
    return None if ms is None else ms / 1000


def milliseconds(when):
    return None if when is None else int(when * 1000)


async def program_coroutine(world, name, block):
    """A coroutine of the program. It records its start and its end."""
    task = asyncio.current_task()
    if world.name(task) == "Task":
        task.set_name(name)
    world.record("start", name)
    try:
        returned = await run(world, block)
    except GeneratorExit:
        raise
    except BaseException as error:
        world.record("threw", name, world.errors.describe(error))
        raise
    value = None if returned is None else returned[0]
    world.record("returned", name, value)
    return value


def awaitable(world, e):
    """Returns the awaitable, MISSING if the expression refers to an empty slot."""
    return KINDS[e["kind"]](world, e)


def awaitables(world, expressions):
    values = [awaitable(world, e) for e in expressions]
    return [value for value in values if value is not MISSING]


def _wrap(world, e, call):
    inner = awaitable(world, e["of"])
    return MISSING if inner is MISSING else call(inner)


def _gather(world, e):
    options = {"return_exceptions": True} if e.get("settled") else {}
    outer = asyncio.gather(*awaitables(world, e["of"]), **options)
    world.loop.created.append(outer)
    return outer


def _wait(world, e):
    futures = awaitables(world, e["of"])
    return asyncio.wait(futures, timeout=seconds(e.get("ms")), return_when=RETURN_WHEN[e["returnWhen"]])


KINDS = {
    "ref": lambda world, e: world.get(e["slot"]),
    "body": lambda world, e: program_coroutine(world, e["name"], e["body"]),
    "sleep": lambda world, e: asyncio.sleep(seconds(e["ms"]), e.get("value")),
    "gather": _gather,
    "wait": _wait,
    "shield": lambda world, e: _wrap(world, e, asyncio.shield),
    "waitFor": lambda world, e: _wrap(world, e, lambda x: asyncio.wait_for(x, seconds(e["ms"]))),
    "ensure": lambda world, e: _wrap(world, e, asyncio.ensure_future),
    "wrapped": lambda world, e: _wrap(world, e, Wrapped),
}
