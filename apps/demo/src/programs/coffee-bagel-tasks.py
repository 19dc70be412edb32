import asyncio


async def brew_coffee() -> str:
    print("Start brewing coffee...")
    await asyncio.sleep(3)
    print("Done brewing coffee.")
    return "Coffee is ready!"


async def toast_bagel() -> str:
    print("Start toasting bagel...")
    await asyncio.sleep(3)
    print("Done toasting bagel.")
    return "Bagel is ready!"


async def main():
    # two tasks, started together
    coffee_task = asyncio.create_task(brew_coffee())
    bagel_task = asyncio.create_task(toast_bagel())

    coffee_result, bagel_result = await coffee_task, await bagel_task
    print(coffee_result, bagel_result)


asyncio.run(main())
