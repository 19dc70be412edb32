"""Blocks, and the statements for control flow: log, raise, return, try."""

from .errors import CAUGHT, make

IMMEDIATE = {}
SUSPENDING = {}


def run_immediate(world, block):
    """Runs the statements of a callback, and skips suspending ones."""
    for statement in block:
        action = IMMEDIATE.get(statement["op"])
        if action is not None:
            action(world, statement)


async def run(world, block):
    """Runs statements. Returns `(value,)` if one of them was a return, else None."""
    for statement in block:
        op = statement["op"]
        action = IMMEDIATE.get(op)
        if action is not None:
            action(world, statement)
            continue
        returned = await SUSPENDING[op](world, statement)
        if returned is not None:
            return returned


def log(world, s):
    world.record("log", s["value"])


def raise_(world, s):
    raise make(s["error"])


async def return_(world, s):
    return (s["value"],)


async def try_(world, s):
    try:
        returned = await _handled(world, s)
    except GeneratorExit:
        raise
    except BaseException:
        override = await run(world, s.get("final", ()))
        if override is None:
            raise
        return override
    return await run(world, s.get("final", ())) or returned


async def _handled(world, s):
    try:
        return await run(world, s["body"])
    except GeneratorExit:
        raise
    except BaseException as error:
        for handler in s.get("handlers", ()):
            if isinstance(error, CAUGHT[handler["catch"]]):
                world.record("caught", handler["catch"], world.errors.describe(error))
                returned = await run(world, handler["body"])
                if returned is None and handler.get("reraise"):
                    raise
                return returned
        raise


IMMEDIATE |= {"log": log, "raise": raise_}
SUSPENDING |= {"return": return_, "try": try_}
