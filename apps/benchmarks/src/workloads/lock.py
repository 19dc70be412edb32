import asyncio
import math

TASKS = 100


async def visit(gate, times):
    visits = 0
    while visits < times:
        async with gate:
            await asyncio.sleep(0)
            visits += 1
    return visits


def lock_workload(create):
    async def main(operations):
        gate = create()
        times = math.ceil(operations / TASKS)
        return sum(await asyncio.gather(*(visit(gate, times) for _ in range(TASKS))))

    return main


workloads = {"lock": lock_workload(asyncio.Lock), "semaphore": lock_workload(lambda: asyncio.Semaphore(10))}
