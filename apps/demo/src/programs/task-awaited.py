import asyncio


async def task1():
    task = asyncio.create_task(task2(5))  # the first task of our own
    print("Hello World")
    await task


async def task2(num):
    for i in range(num):
        print(i)
        await asyncio.sleep(1)  # a second before the next i


asyncio.run(task1())
