"""Statements about plain futures and done callbacks."""

from .errors import make
from .flow import IMMEDIATE, run_immediate
from .tasks import with_target
from .world import MISSING


def future(world, s):
    world.put(s["slot"], world.loop.create_future())


@with_target
def state(world, s, target):
    world.record("state", s["target"], target.done(), target.cancelled())


@with_target
def set_result(world, s, target):
    world.attempt("setResult", s["target"], lambda: target.set_result(s["value"]))


@with_target
def set_exception(world, s, target):
    world.attempt("setException", s["target"], lambda: target.set_exception(make(s["error"])))


@with_target
def result(world, s, target):
    world.attempt("result", s["target"], target.result)


@with_target
def exception(world, s, target):
    world.attempt("exception", s["target"], target.exception)


def _callback(world, s):
    """Returns the callback in the slot: always the same function, so that it can be removed."""
    slot = s["slot"]

    def call(done):
        world.record("callback", slot, world.describe(done), done.cancelled())
        run_immediate(world, s.get("body", ()))

    if not callable(world.get(slot)):
        world.put(slot, call)
    return world.get(slot)


@with_target
def add_callback(world, s, target):
    # Without a context the argument is left out: the C class would take None for the context that settles the future.
    options = {"context": world.get(s["context"])} if "context" in s else {}
    if MISSING not in options.values():
        target.add_done_callback(_callback(world, s), **options)


@with_target
def remove_callback(world, s, target):
    callback = world.get(s["slot"])
    if callback is not MISSING:
        world.record("removed", s["target"], target.remove_done_callback(callback))


IMMEDIATE |= {
    "future": future,
    "state": state,
    "setResult": set_result,
    "setException": set_exception,
    "result": result,
    "exception": exception,
    "addCallback": add_callback,
    "removeCallback": remove_callback,
}
