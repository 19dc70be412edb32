import asyncio


async def download(file, seconds):
    try:
        await asyncio.sleep(seconds)
        print(file, "is saved")
    finally:
        print(file, "is closed")


async def fail(seconds):
    await asyncio.sleep(seconds)
    raise OSError("the disk is full")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(download("small.zip", 1))
            group.create_task(download("large.zip", 60))
            group.create_task(fail(2))
    except ExceptionGroup as error:
        # All tasks have ended when the group ends.
        for exception in error.exceptions:
            print("The group has failed:", exception)


asyncio.run(main())
