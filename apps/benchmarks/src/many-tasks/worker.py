"""The program of programs.ts for CPython's asyncio: worker.py COUNT. Prints the figures as JSON."""

import asyncio
import gc
import json
import sys
import time


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


async def main(count):
    cleaned = 0

    async def park():
        nonlocal cleaned
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            cleaned += 1

    tasks = [None] * count
    gc.collect()
    before = resident()
    start = time.perf_counter()
    for i in range(count):
        tasks[i] = asyncio.create_task(park())
    await asyncio.sleep(0)
    parking = time.perf_counter() - start
    held = (resident() - before) / count
    start = time.perf_counter()
    for task in tasks:
        task.cancel()
    for task in tasks:
        try:
            await task
        except asyncio.CancelledError:
            pass
    cancelling = time.perf_counter() - start
    return {"bytes": held, "parking": parking, "cancelling": cancelling, "cleaned": cleaned}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(int(sys.argv[1])))))
