"""Statements about plain futures and done callbacks."""

from .errors import make
from .flow import SYNC, run_now
from .tasks import about
from .world import MISSING


def future(world, s):
    world.put(s["slot"], world.loop.create_future())


@about
def state(world, s, target):
    world.record("state", s["target"], target.done(), target.cancelled())


@about
def set_result(world, s, target):
    world.attempt("setResult", s["target"], lambda: target.set_result(s["value"]))


@about
def set_exception(world, s, target):
    world.attempt("setException", s["target"], lambda: target.set_exception(make(s["error"])))


@about
def result(world, s, target):
    world.attempt("result", s["target"], target.result)


@about
def exception(world, s, target):
    world.attempt("exception", s["target"], target.exception)


def _callback(world, s):
    """The callback in the slot; the same function every time, so that it can be removed."""
    slot = s["slot"]

    def call(done):
        world.record("callback", slot, world.tell(done), done.cancelled())
        run_now(world, s.get("body", ()))

    if not callable(world.get(slot)):
        world.put(slot, call)
    return world.get(slot)


@about
def add_callback(world, s, target):
    # None would not do for "the current one": the C class takes it for the context of whoever settles the future.
    given = {"context": world.get(s["context"])} if "context" in s else {}
    if MISSING not in given.values():
        target.add_done_callback(_callback(world, s), **given)


@about
def remove_callback(world, s, target):
    callback = world.get(s["slot"])
    if callback is not MISSING:
        world.record("removed", s["target"], target.remove_done_callback(callback))


SYNC |= {
    "future": future,
    "state": state,
    "setResult": set_result,
    "setException": set_exception,
    "result": result,
    "exception": exception,
    "addCallback": add_callback,
    "removeCallback": remove_callback,
}
