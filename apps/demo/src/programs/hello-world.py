import asyncio


async def main():
    print("Hello World!")


asyncio.run(main())
