import asyncio


async def nap(ms):
    await asyncio.sleep(ms / 1_000)
    return ms


async def main(operations):
    return sum(await asyncio.gather(*(nap(1 + i % 100) for i in range(operations))))


workloads = {"sleeps": main}
