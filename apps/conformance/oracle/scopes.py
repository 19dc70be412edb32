"""Statements with a body: timeouts, task groups, as_completed."""

import asyncio

from .awaitables import awaitables, milliseconds, seconds
from .flow import IMMEDIATE, SUSPENDING, run
from .tasks import with_target


async def timeout(world, s):
    make = asyncio.timeout_at if s.get("at") else asyncio.timeout
    scope = make(seconds(s["ms"]))
    world.put(s["slot"], scope)
    try:
        async with scope:
            return await run(world, s["body"])
    finally:
        world.record("expired", s["slot"], scope.expired())


@with_target
def reschedule(world, s, scope):
    when = None if s["ms"] is None else world.loop.time() + seconds(s["ms"])
    world.attempt("reschedule", s["target"], lambda: scope.reschedule(when))


@with_target
def scope_state(world, s, scope):
    world.record("scope", s["target"], milliseconds(scope.when()), scope.expired())


async def group(world, s):
    async with asyncio.TaskGroup() as tasks:
        world.put(s["slot"], tasks)
        return await run(world, s["body"])


async def as_completed(world, s):
    children = awaitables(world, s["of"])
    source = asyncio.as_completed(children, timeout=seconds(s.get("ms")))
    if "slot" in s:
        world.put(s["slot"], source)
        return await _results(world, s, source)
    count = 0
    async for future in source:
        world.record("next", world.describe(future))
        returned = await run(world, s["body"])
        count += 1
        if returned is not None or count == s.get("limit"):
            return returned


async def _results(world, s, source):
    count = 0
    for result in source:
        world.record("next", world.describe(await result))
        returned = await run(world, s["body"])
        count += 1
        if returned is not None or count == s.get("limit"):
            return returned


async def resume_iteration(world, s):
    source = world.get(s["target"])
    if hasattr(source, "__next__"):
        return await _results(world, s, source)


IMMEDIATE |= {"reschedule": reschedule, "scope": scope_state}
SUSPENDING |= {"timeout": timeout, "group": group, "asCompleted": as_completed, "resumeIteration": resume_iteration}
