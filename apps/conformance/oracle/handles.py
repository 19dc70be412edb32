"""Statements about the loop: handles, timers, its exception handler, stopping."""

from .awaitables import milliseconds, seconds
from .flow import SYNC, run_now
from .tasks import about


def _schedule(method, *delay):
    def statement(world, s):
        def call():
            world.record("called", s["slot"])
            run_now(world, s["body"])

        times = [seconds(s[name]) for name in delay]
        world.put(s["slot"], getattr(world.loop, method)(*times, call))

    return statement


@about
def cancel_handle(world, s, handle):
    handle.cancel()


@about
def handle_state(world, s, handle):
    when = handle.when() if hasattr(handle, "when") else None
    world.record("handle", s["target"], handle.cancelled(), milliseconds(when))


_KINDS = {
    "Exception in callback": "callback",
    "Unhandled error in exception handler": "handler",
    "unhandled exception during asyncio.run() shutdown": "shutdown",
}


def _kind(message):
    """Messages name objects: what is compared is which of the loop's reports it is."""
    if message.endswith("exception in shielded future"):
        return "shield"
    if message.endswith("is already completed"):
        return "orphan"
    return next((kind for start, kind in _KINDS.items() if message.startswith(start)), message)


def told(world, context):
    error = context.get("exception")
    return _kind(context["message"]), None if error is None else world.errors.tell(error)


def trace_handler(world):
    def handle(loop, context):
        world.record("handler", *told(world, context), world.variables["v"].get())

    return handle


def handler(world, s):
    def broken(loop, context):
        world.record("broken", *told(world, context))
        raise RuntimeError

    modes = {"trace": trace_handler(world), "broken": broken, "default": None}
    world.loop.set_exception_handler(modes[s["mode"]])


def report(world, s):
    world.loop.call_exception_handler({"message": s["message"]})


def stop(world, s):
    world.loop.stop()


SYNC |= {
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
