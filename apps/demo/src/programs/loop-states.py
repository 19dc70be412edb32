import asyncio
from asyncio import AbstractEventLoop


async def main():
    print(loop.is_running())  # inside: True


# get an event loop
loop: AbstractEventLoop = asyncio.get_event_loop()

# run it, and always close it
try:
    print(loop.is_running())  # not started yet: False
    loop.run_until_complete(main())
finally:
    loop.close()
    print(loop.is_closed())  # True
