"""Statements about tasks: start, await, cancel, query."""

import asyncio

from .awaitables import awaitable, program_coroutine
from .flow import IMMEDIATE, SUSPENDING
from .world import MISSING


def _target_decorator(task_only):
    """Passes the object in the slot to the function of a statement. The statement does nothing if the slot is empty."""

    def decorate(function):
        def statement(world, s):
            target = world.get(s["target"])
            if target is MISSING or (task_only and not isinstance(target, asyncio.Task)):
                return
            function(world, s, target)

        return statement

    return decorate


with_task = _target_decorator(True)
with_target = _target_decorator(False)


def spawn(world, s):
    group = world.get(s["group"]) if "group" in s else None
    context = world.get(s["context"]) if "context" in s else None
    if group is MISSING or context is MISSING:
        return
    options = {"name": s["name"], "context": context}
    if context is not None:
        # After an eager start in an entered context, CPython's C code keeps the task as the current one for ever.
        options["eager_start"] = False
    elif "eager" in s:
        options["eager_start"] = s["eager"]
    # Outside of a step, only the loop can start tasks.
    starter = group or (asyncio if world.loop.is_running() else world.loop)
    coroutine = program_coroutine(world, s["name"], s["body"])
    world.put(s["slot"], starter.create_task(coroutine, **options))


def let(world, s):
    value = awaitable(world, s["of"])
    if asyncio.isfuture(value):
        world.put(s["slot"], value)


async def await_(world, s):
    awaited = awaitable(world, s["of"])
    if awaited is not MISSING:
        world.record("await", world.describe(await awaited))


@with_target
def cancel(world, s, target):
    message = (s["message"],) if "message" in s else ()
    world.record("cancel", s["target"], target.cancel(*message))


@with_task
def uncancel(world, s, task):
    world.record("uncancel", s["target"], task.uncancel())


@with_task
def cancelling(world, s, task):
    world.record("cancelling", s["target"], task.cancelling())


@with_task
def rename(world, s, task):
    task.set_name(s["name"])


def current_task(world, s):
    world.record("current", world.describe(asyncio.current_task(world.loop)))


def all_tasks(world, s):
    world.record("all", world.describe(asyncio.all_tasks(world.loop)))


def factory(world, s):
    world.loop.set_task_factory(asyncio.eager_task_factory if s["eager"] else None)


IMMEDIATE |= {
    "spawn": spawn,
    "let": let,
    "cancel": cancel,
    "uncancel": uncancel,
    "cancelling": cancelling,
    "rename": rename,
    "currentTask": current_task,
    "allTasks": all_tasks,
    "factory": factory,
}
SUSPENDING["await"] = await_
