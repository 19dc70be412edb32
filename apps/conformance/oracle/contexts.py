"""Statements about context variables."""

import contextvars

from .flow import IMMEDIATE, run_immediate
from .tasks import with_target


def var_get(world, s):
    world.record("get", s["name"], world.variables[s["name"]].get(None))


def var_set(world, s):
    world.put(s["slot"], world.variables[s["name"]].set(s["value"]))


@with_target
def var_reset(world, s, token):
    def reset():
        world.variables[s["name"]].reset(token)

    world.attempt("reset", s["name"], reset)


def copy(world, s):
    world.put(s["slot"], contextvars.copy_context())


@with_target
def inspect(world, s, context):
    world.record("inspect", s["target"], context.get(world.variables["v"]))


@with_target
def run_in_context(world, s, context):
    context.run(run_immediate, world, s["body"])


IMMEDIATE |= {
    "varGet": var_get,
    "varSet": var_set,
    "varReset": var_reset,
    "copyContext": copy,
    "inspect": inspect,
    "runInContext": run_in_context,
}
