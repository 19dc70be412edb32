import asyncio


async def print_evens(num):
    for i in range(num):
        if i % 2 == 0:
            print(i)

        await asyncio.sleep(0.5)  # half a second


async def print_odds(num):
    for i in range(num):
        if i % 2 == 1:
            print(i)

        await asyncio.sleep(0.5)  # half a second


# get an event loop
loop = asyncio.get_event_loop()

# give it two tasks
loop.create_task(print_evens(10))
loop.create_task(print_odds(10))

# get all its tasks
tasks = asyncio.all_tasks(loop)
group = asyncio.gather(*tasks)

# run it until all are done
loop.run_until_complete(group)
