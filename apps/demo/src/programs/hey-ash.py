import asyncio


async def print_something():
    print("Hey Ash!")


asyncio.run(print_something())
