import asyncio


async def func():
    return 10


# the call creates a coroutine object
coro = func()

# running it returns its value
print(asyncio.run(coro))
