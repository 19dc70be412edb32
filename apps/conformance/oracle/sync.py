"""Statements about locks, events, conditions, semaphores, barriers and queues."""

import asyncio

from .awaitables import KINDS
from .errors import make
from .flow import IMMEDIATE, SUSPENDING, run
from .tasks import with_target
from .world import MISSING


class ByPriority(tuple):
    """An item that compares as equal to all items of its priority."""

    def __lt__(self, other):
        return self[0] < other[0]


class TiedQueue(asyncio.PriorityQueue):
    pass


def _lock(world, p):
    lock = world.get(p["lock"]) if "lock" in p else MISSING
    return None if lock is MISSING else lock


_CONSTRUCTORS = {
    "Lock": lambda world, p: asyncio.Lock(),
    "Event": lambda world, p: asyncio.Event(),
    "Condition": lambda world, p: asyncio.Condition(_lock(world, p)),
    "Semaphore": lambda world, p: asyncio.Semaphore(p["value"]),
    "BoundedSemaphore": lambda world, p: asyncio.BoundedSemaphore(p["value"]),
    "Barrier": lambda world, p: asyncio.Barrier(p["parties"]),
    "Queue": lambda world, p: asyncio.Queue(p["maxsize"]),
    "LifoQueue": lambda world, p: asyncio.LifoQueue(p["maxsize"]),
    "PriorityQueue": lambda world, p: (TiedQueue if p.get("ties") else asyncio.PriorityQueue)(p["maxsize"]),
}

_NAMES = {"notifyAll": "notify_all", "taskDone": "task_done"}

_PUBLIC_NAMES = ("locked", "is_set", "parties", "n_waiting", "broken", "maxsize", "qsize", "empty", "full")


def _item(queue, item):
    kind = ByPriority if isinstance(queue, TiedQueue) else tuple
    return kind((item["priority"], item["id"]))


def _current_count(world):
    count = world.get("count")
    return 0 if count is MISSING else count


def make_primitive(world, s):
    p = s["primitive"]
    world.attempt("make", s["slot"], lambda: world.put(s["slot"], _CONSTRUCTORS[p["kind"]](world, p)))


@with_target
def call(world, s, target):
    method = getattr(target, _NAMES.get(s["method"], s["method"]))
    world.attempt(s["method"], s["target"], method)


@with_target
def notify(world, s, target):
    world.attempt("notify", s["target"], lambda: target.notify(s["n"]))


@with_target
def put_nowait(world, s, queue):
    for item in s["items"]:
        world.attempt("putNowait", s["target"], lambda: queue.put_nowait(_item(queue, item)))


@with_target
def get_nowait(world, s, queue):
    for _ in range(s["times"]):
        world.attempt("getNowait", s["target"], queue.get_nowait)


@with_target
def shutdown(world, s, queue):
    queue.shutdown(s.get("immediate", False))


@with_target
def query(world, s, target):
    values = [getattr(target, name) for name in _PUBLIC_NAMES if hasattr(target, name)]
    world.record("query", s["target"], *(value() if callable(value) else value for value in values))


def count(world, s):
    world.put("count", _current_count(world) + 1)


async def hold(world, s):
    target = world.get(s["target"])
    if target is not MISSING:
        async with target:
            world.record("holds", s["target"])
            return await run(world, s["body"])


async def consume(world, s):
    """Iterates over a queue. CPython's queues have no `async for`."""
    queue = world.get(s["target"])
    if queue is MISSING:
        return
    for _ in range(s["times"]):
        try:
            item = await queue.get()
        except asyncio.QueueShutDown:
            return
        world.record("next", world.describe(item))
        returned = await run(world, s["body"])
        if returned is not None:
            return returned


def _coroutine(function):
    def expression(world, e):
        target = world.get(e["target"])
        return MISSING if target is MISSING else function(world, e, target)

    return expression


def _wait_until(world, e, condition):
    def predicate():
        count = _current_count(world)
        world.record("predicate", e["target"], count)
        if count >= e["count"] and "error" in e:
            raise make(e["error"])
        return count >= e["count"] and count + 1

    return condition.wait_for(predicate)


IMMEDIATE |= {
    "make": make_primitive,
    "call": call,
    "notify": notify,
    "putNowait": put_nowait,
    "getNowait": get_nowait,
    "shutdown": shutdown,
    "query": query,
    "count": count,
}
SUSPENDING |= {"hold": hold, "consume": consume}
KINDS |= {
    "call": _coroutine(lambda world, e, target: getattr(target, e["method"])()),
    "put": _coroutine(lambda world, e, queue: queue.put(_item(queue, e["item"]))),
    "waitUntil": _coroutine(_wait_until),
}
