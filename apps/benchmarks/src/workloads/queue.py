import asyncio


async def produce(queue, count):
    for i in range(count):
        await queue.put(i)


async def consume(queue, count):
    total = 0
    for _ in range(count):
        total += await queue.get()
    return total


def queue_workload(capacity):
    async def main(operations):
        queue = asyncio.Queue(capacity)
        total, _ = await asyncio.gather(consume(queue, operations), produce(queue, operations))
        return total

    return main


workloads = {"queue-1": queue_workload(1), "queue-100": queue_workload(100)}
