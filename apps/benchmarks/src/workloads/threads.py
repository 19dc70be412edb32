import asyncio
import statistics
import time

AT_ONCE = 64


def double(n):
    return 2 * n


async def one_by_one(operations):
    values = []
    checksum = 0
    for n in range(operations):
        start = time.perf_counter_ns()
        checksum += await asyncio.to_thread(double, n)
        values.append(time.perf_counter_ns() - start)
    return statistics.median(values), checksum


async def at_once(operations):
    values = []
    checksum = 0
    for done in range(0, operations, AT_ONCE):
        size = min(AT_ONCE, operations - done)
        start = time.perf_counter_ns()
        checksum += sum(await asyncio.gather(*(asyncio.to_thread(double, n) for n in range(size))))
        values.append((time.perf_counter_ns() - start) / size)
    return statistics.median(values), checksum


workloads = {"blocking-call": one_by_one, "thread-jobs": at_once}
