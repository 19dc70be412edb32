import asyncio

BATCH = 1_000


async def main(operations):
    cleaned = 0

    async def park():
        nonlocal cleaned
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            cleaned += 1

    for left in range(operations, 0, -BATCH):
        tasks = [asyncio.create_task(park()) for _ in range(min(left, BATCH))]
        await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        for task in tasks:
            try:
                await task
            except asyncio.CancelledError:
                pass
    return cleaned


workloads = {"cancel": main}
