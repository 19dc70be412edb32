import asyncio


async def main():
    print("Hello, World!")
    await asyncio.sleep(1)  # wait for one second
    print("Goodbye!")


asyncio.run(main())
