import asyncio
from asyncio.subprocess import PIPE


async def grep(pattern, command, limit):
    print(f"$ {command} | grep {pattern}")
    process = await asyncio.create_subprocess_shell(command, stdout=PIPE)
    found = 0
    try:
        async with asyncio.timeout(limit):
            async for line in process.stdout:
                if pattern in line.decode():
                    print(line.decode().rstrip())
                    found += 1
    except TimeoutError:
        print("The time limit is reached: the process is killed")
        process.kill()
    code = await process.wait()
    print(f"{found} lines, exit code {code}")


async def main():
    await grep("error", r"printf 'ok\nerror: disk\nok\nerror: fan\n'", 10)
    await grep("error", "echo error: fan; exec sleep 60", 0.5)


asyncio.run(main())
