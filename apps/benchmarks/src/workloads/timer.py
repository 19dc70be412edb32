import asyncio


def callback():
    pass


async def main(operations):
    loop = asyncio.get_running_loop()
    for _ in range(operations):
        loop.call_later(60, callback).cancel()
    return operations


workloads = {"timer": main}
