import asyncio


async def main(operations):
    finished = asyncio.get_running_loop().create_future()
    finished.set_result(1)
    total = 0
    for _ in range(operations):
        total += await finished
    return total


workloads = {"await-finished": main}
