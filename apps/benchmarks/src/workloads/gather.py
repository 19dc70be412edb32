import asyncio

BATCH = 10_000


async def child(i):
    return i


async def gather(operations):
    total = 0
    for left in range(operations, 0, -BATCH):
        total += sum(await asyncio.gather(*(child(i) for i in range(min(left, BATCH)))))
    return total


async def task_group(operations):
    ended = 0

    async def child():
        nonlocal ended
        ended += 1

    for left in range(operations, 0, -BATCH):
        async with asyncio.TaskGroup() as group:
            for _ in range(min(left, BATCH)):
                group.create_task(child())
    return ended


workloads = {"gather": gather, "task-group": task_group}
