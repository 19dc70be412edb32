import asyncio

keys = [("a", 0), ("as", 0.2), ("asyn", 0.6), ("async", 0.1)]
pausing = searching = None


async def search(text):
    print("Searching for", text)
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("No more searching for", text)
        raise
    print("Found", text)


async def pause(text):
    global searching
    await asyncio.sleep(0.3)
    if searching:
        searching.cancel()
    searching = asyncio.create_task(search(text))


async def main():
    global pausing
    for text, after in keys:
        await asyncio.sleep(after)
        print("Typed", text)
        if pausing:
            pausing.cancel()
        pausing = asyncio.create_task(pause(text))
    await asyncio.sleep(2)


asyncio.run(main())
