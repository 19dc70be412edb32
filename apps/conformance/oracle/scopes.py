"""Statements with a body that the loop watches: timeouts, task groups, completions."""

import asyncio

from .awaitables import awaitables, milliseconds, seconds
from .flow import SUSPENDING, SYNC, run
from .tasks import about


async def timeout(world, s):
    make = asyncio.timeout_at if s.get("at") else asyncio.timeout
    scope = make(seconds(s["ms"]))
    world.put(s["slot"], scope)
    try:
        async with scope:
            return await run(world, s["body"])
    finally:
        world.record("expired", s["slot"], scope.expired())


@about
def reschedule(world, s, scope):
    when = None if s["ms"] is None else world.loop.time() + seconds(s["ms"])
    world.attempt("reschedule", s["target"], lambda: scope.reschedule(when))


@about
def scope_state(world, s, scope):
    world.record("scope", s["target"], milliseconds(scope.when()), scope.expired())


async def group(world, s):
    async with asyncio.TaskGroup() as tasks:
        world.put(s["slot"], tasks)
        return await run(world, s["body"])


async def as_completed(world, s):
    given = awaitables(world, s["of"])
    source = asyncio.as_completed(given, timeout=seconds(s.get("ms")))
    if "slot" in s:
        world.put(s["slot"], source)
        return await _results(world, s, source)
    count = 0
    async for future in source:
        world.record("next", world.tell(future))
        returned = await run(world, s["body"])
        count += 1
        if returned is not None or count == s.get("limit"):
            return returned


async def _results(world, s, source):
    count = 0
    for coming in source:
        world.record("next", world.tell(await coming))
        returned = await run(world, s["body"])
        count += 1
        if returned is not None or count == s.get("limit"):
            return returned


async def go_on(world, s):
    source = world.get(s["target"])
    if hasattr(source, "__next__"):
        return await _results(world, s, source)


SYNC |= {"reschedule": reschedule, "scope": scope_state}
SUSPENDING |= {"timeout": timeout, "group": group, "asCompleted": as_completed, "goOn": go_on}
