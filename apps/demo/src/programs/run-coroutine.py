import asyncio


async def func():
    return 10


# the call makes a coroutine object
coro = func()

# running it gives its value
print(asyncio.run(coro))
