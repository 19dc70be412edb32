import asyncio


async def upload():
    print("Connected")
    try:
        part = 1
        while True:
            await asyncio.sleep(1)
            print("Part", part, "is sent")
            part += 1
    finally:
        # The cancellation arrives at the sleep. The clean-up may wait as well.
        print("Cancelled: removing the parts")
        await asyncio.sleep(0.5)
        print("Disconnected")


async def main():
    task = asyncio.create_task(upload())
    await asyncio.sleep(3.5)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("The upload has ended, and nothing of it is left")


asyncio.run(main())
