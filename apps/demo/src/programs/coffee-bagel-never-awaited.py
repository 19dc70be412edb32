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
    coffee_result = brew_coffee()  # the await is missing
    bagel_result = toast_bagel()


asyncio.run(main())
