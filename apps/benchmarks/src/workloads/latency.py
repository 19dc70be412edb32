import asyncio
import os
import time

SPINNING_TASKS = 1_000
INTERVAL = 0.005


async def spin(end):
    while time.perf_counter() < end:
        await asyncio.sleep(0)
    return 1


async def spin_all(duration):
    end = time.perf_counter() + duration / 1_000
    return sum(await asyncio.gather(*(spin(end) for _ in range(SPINNING_TASKS))))


async def timer_latency(duration):
    loop = asyncio.get_running_loop()
    worst = 0
    due = time.perf_counter() + INTERVAL

    def on_timer():
        nonlocal worst, due, timer
        now = time.perf_counter()
        worst = max(worst, now - due)
        due = now + INTERVAL
        timer = loop.call_later(INTERVAL, on_timer)

    timer = loop.call_later(INTERVAL, on_timer)
    checksum = await spin_all(duration)
    timer.cancel()
    return worst * 1_000, checksum


async def echo(reader, writer):
    while byte := await reader.read(1):
        writer.write(byte)


async def echo_latency(duration):
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    pipe = asyncio.subprocess.PIPE
    node, script = os.environ["ECHO_CLIENT"].split(os.pathsep)
    client = await asyncio.create_subprocess_exec(node, script, str(port), stdin=pipe, stdout=pipe)
    await client.stdout.readline()
    checksum = await spin_all(duration)
    client.stdin.close()
    worst = float(await client.stdout.readline())
    return worst, checksum


workloads = {"latency-timer": timer_latency, "latency-tcp": echo_latency}
