import asyncio


async def child(i):
    return i


async def yielding_child(i):
    await asyncio.sleep(0)
    return i


def spawn_workload(batch, child, factory=None):
    async def main(operations):
        asyncio.get_running_loop().set_task_factory(factory)
        total = 0
        for left in range(operations, 0, -batch):
            tasks = [asyncio.create_task(child(i)) for i in range(min(left, batch))]
            for task in tasks:
                total += await task
        return total

    return main


workloads = {
    "spawn-1000": spawn_workload(1_000, child),
    "spawn-100000": spawn_workload(100_000, child),
    **{f"spawn-yield-{10**power}": spawn_workload(10**power, yielding_child) for power in (3, 4, 5, 6)},
}

# From 3.12 on.
if hasattr(asyncio, "eager_task_factory"):
    workloads["eager"] = spawn_workload(100_000, child, asyncio.eager_task_factory)
