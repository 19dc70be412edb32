import asyncio

LIMIT = 1


async def quick(i):
    await asyncio.sleep(0)
    return i


async def wait_for(operations):
    total = 0
    for i in range(operations):
        total += await asyncio.wait_for(quick(i), LIMIT)
    return total


async def time_limit(operations):
    total = 0
    for i in range(operations):
        async with asyncio.timeout(LIMIT):
            await asyncio.sleep(0)
            total += i
    return total


workloads = {"wait-for": wait_for, "time-limit": time_limit}
