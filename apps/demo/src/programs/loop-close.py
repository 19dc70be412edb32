import asyncio


async def print_nums(num):
    for n in range(num):
        print(n)

        await asyncio.sleep(0.5)  # half a second


async def print_letters(up_to):
    for letter in range(97, ord(up_to)):
        print(chr(letter))

        await asyncio.sleep(0.5)  # half a second


# get an event loop
loop = asyncio.get_event_loop()

# give it two tasks
loop.create_task(print_nums(5))
loop.create_task(print_letters("f"))

# get all its tasks
tasks = asyncio.all_tasks(loop=loop)
# one future for all tasks
group = asyncio.gather(*tasks)

# run it until all are done
loop.run_until_complete(group)

# close it
loop.close()
