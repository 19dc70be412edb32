import asyncio
from asyncio import Task


async def foo():
    print("This goes first!")
    await asyncio.sleep(2)


async def main():
    my_task: Task = asyncio.create_task(foo())  # create a task of foo()
    await my_task  # wait until it has finished
    print("This goes second, after waiting!")


asyncio.run(main())
