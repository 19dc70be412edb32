import asyncio


# any object with this method can be awaited
class Kettle:
    def __await__(self):
        print("Heating...")
        yield from asyncio.sleep(2).__await__()
        return "Hot water"


async def main():
    print(await Kettle())


asyncio.run(main())
