"""Statements about the loop: handles, timers, the exception handler, stopping."""

from .awaitables import milliseconds, seconds
from .flow import IMMEDIATE, run_immediate
from .tasks import with_target


def _schedule(method, *delay):
    def statement(world, s):
        def call():
            world.record("called", s["slot"])
            run_immediate(world, s["body"])

        times = [seconds(s[name]) for name in delay]
        world.put(s["slot"], getattr(world.loop, method)(*times, call))

    return statement


@with_target
def cancel_handle(world, s, handle):
    handle.cancel()


@with_target
def handle_state(world, s, handle):
    when = handle.when() if hasattr(handle, "when") else None
    world.record("handle", s["target"], handle.cancelled(), milliseconds(when))


_KINDS = {
    "Exception in callback": "callback",
    "Unhandled error in exception handler": "handler",
    "unhandled exception during asyncio.run() shutdown": "shutdown",
}


def _kind(message):
    """Messages name objects, so only the kind of a report is compared."""
    if message.endswith("exception in shielded future"):
        return "shield"
    if message.endswith("is already completed"):
        return "orphan"
    return next((kind for start, kind in _KINDS.items() if message.startswith(start)), message)


def describe_report(world, context):
    error = context.get("exception")
    return _kind(context["message"]), None if error is None else world.errors.describe(error)


def trace_handler(world):
    def handle(loop, context):
        world.record("handler", *describe_report(world, context), world.variables["v"].get())

    return handle


def handler(world, s):
    def broken(loop, context):
        world.record("broken", *describe_report(world, context))
        raise RuntimeError

    modes = {"trace": trace_handler(world), "broken": broken, "default": None}
    world.loop.set_exception_handler(modes[s["mode"]])


def report(world, s):
    world.loop.call_exception_handler({"message": s["message"]})


def stop(world, s):
    world.loop.stop()


IMMEDIATE |= {
    "callSoon": _schedule("call_soon"),
    "callThreadsafe": _schedule("call_soon_threadsafe"),
    "callLater": _schedule("call_later", "ms"),
    "callAt": _schedule("call_at", "ms"),
    "cancelHandle": cancel_handle,
    "handle": handle_state,
    "handler": handler,
    "report": report,
    "stop": stop,
}
