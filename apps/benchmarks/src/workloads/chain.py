import asyncio
import sys

sys.setrecursionlimit(10_000)


async def descend(left):
    if left > 0:
        return 1 + await descend(left - 1)
    await asyncio.sleep(0)
    return 0


def chain(depth):
    async def main(operations):
        total = 0
        while total < operations:
            total += await descend(depth)
        return total

    return main


async def resume(left, turns):
    if left > 0:
        return await resume(left - 1, turns)
    taken = 0
    while taken < turns:
        await asyncio.sleep(0)
        taken += 1
    return taken


def resume_workload(depth):
    return lambda operations: resume(depth, operations)


workloads = {
    **{f"chain-{depth}": chain(depth) for depth in (10, 100, 1_000)},
    **{f"recursion-{depth}": chain(depth) for depth in (100_000, 1_000_000)},
    **{f"resume-{depth}": resume_workload(depth) for depth in (10, 100, 1_000)},
}
