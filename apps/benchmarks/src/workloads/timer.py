import asyncio


def ring():
    pass


async def main(operations):
    loop = asyncio.get_running_loop()
    for _ in range(operations):
        loop.call_later(60, ring).cancel()
    return operations


workloads = {"timer": main}
