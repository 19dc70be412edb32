"""Statements about context variables."""

import contextvars

from .flow import SYNC, run_now
from .tasks import about


def var_get(world, s):
    world.record("get", s["name"], world.variables[s["name"]].get(None))


def var_set(world, s):
    world.put(s["slot"], world.variables[s["name"]].set(s["value"]))


@about
def var_reset(world, s, token):
    def reset():
        world.variables[s["name"]].reset(token)

    world.attempt("reset", s["name"], reset)


def copy(world, s):
    world.put(s["slot"], contextvars.copy_context())


@about
def inspect(world, s, context):
    world.record("inspect", s["target"], context.get(world.variables["v"]))


@about
def inside(world, s, context):
    context.run(run_now, world, s["body"])


SYNC |= {
    "varGet": var_get,
    "varSet": var_set,
    "varReset": var_reset,
    "copyContext": copy,
    "inspect": inspect,
    "inside": inside,
}
