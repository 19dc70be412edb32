import asyncio


async def print_something():
    print("Hey Ash!")
    task = asyncio.create_task(print_numbers(10))
    await asyncio.sleep(5)
    print("Finish")
    await task


async def print_numbers(num):
    for i in range(num):
        print(i)
        await asyncio.sleep(1)


asyncio.run(print_something())
