import asyncio


async def produce(queue, name, count):
    for i in range(1, count + 1):
        await asyncio.sleep(0.25)
        await queue.put(f"{name}-{i}")
        print(f"{name} made {name}-{i}")


async def consume(queue, name):
    while True:
        try:
            item = await queue.get()
        except asyncio.QueueShutDown:
            break
        await asyncio.sleep(1)  # slower than the producers
        print(f"{name} ate {item}")
        queue.task_done()
    print(f"{name} is full")


async def main():
    # room for two items: producers wait while it is full
    queue = asyncio.Queue(maxsize=2)

    producers = [produce(queue, "bagel", 4), produce(queue, "coffee", 3)]
    consumers = [asyncio.create_task(consume(queue, name)) for name in ["Ann", "Bob"]]

    await asyncio.gather(*producers)
    print("All is made")
    await queue.join()
    print("All is eaten")

    # no more items: ends the consumers
    queue.shutdown()
    await asyncio.gather(*consumers)


asyncio.run(main())
