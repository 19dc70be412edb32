import asyncio
import sys

sys.setrecursionlimit(10_000)


async def descend(left):
    if left > 0:
        return 1 + await descend(left - 1)
    await asyncio.sleep(0)
    return 0


def nested(depth):
    async def main(operations):
        total = 0
        while total < operations:
            total += await descend(depth)
        return total

    return main


async def stay(left, turns):
    if left > 0:
        return await stay(left - 1, turns)
    taken = 0
    while taken < turns:
        await asyncio.sleep(0)
        taken += 1
    return taken


def resuming(depth):
    return lambda operations: stay(depth, operations)


workloads = {
    **{f"chain-{depth}": nested(depth) for depth in (10, 100, 1_000)},
    **{f"recursion-{depth}": nested(depth) for depth in (100_000, 1_000_000)},
    **{f"resume-{depth}": resuming(depth) for depth in (10, 100, 1_000)},
}
