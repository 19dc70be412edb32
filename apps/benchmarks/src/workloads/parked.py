import asyncio
import gc
import tracemalloc


async def park(gate):
    return await gate


async def main(operations):
    loop = asyncio.get_running_loop()
    gates = [None] * operations
    tasks = [None] * operations
    gc.collect()
    tracemalloc.start()
    for i in range(operations):
        gates[i] = loop.create_future()
        tasks[i] = loop.create_task(park(gates[i]))
    await asyncio.sleep(0)
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    for gate in gates:
        gate.set_result(1)
    checksum = 0
    for task in tasks:
        checksum += await task
    return held / operations, checksum


workloads = {f"parked-{10**power}": main for power in (3, 4, 5, 6)}
