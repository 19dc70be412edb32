"""Statements that steer: blocks, marks, errors, try."""

from .errors import CAUGHT, make

SYNC = {}
SUSPENDING = {}


def run_now(world, block):
    """Runs the statements of a callback, leaving out those that would wait."""
    for statement in block:
        now = SYNC.get(statement["op"])
        if now is not None:
            now(world, statement)


async def run(world, block):
    """Runs statements; gives `(value,)` once one of them returned, else None."""
    for statement in block:
        op = statement["op"]
        now = SYNC.get(op)
        if now is not None:
            now(world, statement)
            continue
        returned = await SUSPENDING[op](world, statement)
        if returned is not None:
            return returned


def mark(world, s):
    world.record("mark", s["value"])


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
        overruled = await run(world, s.get("final", ()))
        if overruled is None:
            raise
        return overruled
    return await run(world, s.get("final", ())) or returned


async def _handled(world, s):
    try:
        return await run(world, s["body"])
    except GeneratorExit:
        raise
    except BaseException as error:
        for handler in s.get("handlers", ()):
            if isinstance(error, CAUGHT[handler["catch"]]):
                world.record("caught", handler["catch"], world.errors.tell(error))
                returned = await run(world, handler["body"])
                if returned is None and handler.get("again"):
                    raise
                return returned
        raise


SYNC |= {"mark": mark, "raise": raise_}
SUSPENDING |= {"return": return_, "try": try_}
