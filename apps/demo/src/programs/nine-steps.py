import asyncio
from asyncio import Task


async def main():
    my_task: Task = asyncio.create_task(foo())  # 1. schedules foo()
    print("This goes first!")  # 2. runs first
    await asyncio.sleep(2)  # 3. idle: foo() may run
    print("This goes third!")  # 6. runs third, while foo() is idle
    foo_return: str = await my_task  # 7. let foo() finish
    print(foo_return)  # 9. the result of foo()


async def foo() -> str:
    print("This goes second!")  # 4. runs second, while main() is idle
    await asyncio.sleep(2)  # 5. idle: main() may go on
    return "This goes fourth!"  # 8. main() waits for this


asyncio.run(main())
