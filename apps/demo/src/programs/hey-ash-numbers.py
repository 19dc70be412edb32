import asyncio


async def task1():
    print("Hey Ash")
    await task2(10)  # wait until task2 has finished
    print("Hello World")


async def task2(num):
    for i in range(num):
        print(i)
        await asyncio.sleep(1)  # a second before the next i


asyncio.run(task1())
