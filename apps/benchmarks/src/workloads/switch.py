import asyncio
import math


async def spin(turns):
    taken = 0
    while taken < turns:
        await asyncio.sleep(0)
        taken += 1
    return taken


def switch_workload(tasks):
    async def main(operations):
        turns = math.ceil(operations / tasks)
        return sum(await asyncio.gather(*(spin(turns) for _ in range(tasks))))

    return main


workloads = {"switch-1": switch_workload(1), "switch-1000": switch_workload(1_000)}
