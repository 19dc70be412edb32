import asyncio
import gc
import statistics
import time
import tracemalloc

MESSAGE = 64
CHUNK = 64 * 1024
CONCURRENT = 100
WARM_UP = 0.2
SAMPLING = 0.3
MIN_SAMPLES = 3


async def timed(work, operations):
    """Warms up, then takes the median of rounds on the same connections."""
    end = time.perf_counter() + WARM_UP
    checksum = await work(operations)
    while time.perf_counter() < end:
        await work(operations)
    samples = []
    end = time.perf_counter() + SAMPLING
    while len(samples) < MIN_SAMPLES or time.perf_counter() < end:
        start = time.perf_counter_ns()
        await work(operations)
        samples.append((time.perf_counter_ns() - start) / operations)
    return statistics.median(samples), checksum


async def serve(handler):
    server = await asyncio.start_server(handler, "127.0.0.1", 0)
    return server.sockets[0].getsockname()[1]


async def echo(reader, writer):
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()
    writer.close()


def ping_pong(connections):
    async def main(operations):
        port = await serve(echo)
        opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(connections)]
        message = b"x" * MESSAGE

        async def send_and_receive(reader, writer, count):
            total = 0
            for _ in range(count):
                writer.write(message)
                await writer.drain()
                total += len(await reader.readexactly(MESSAGE))
            return total

        async def work(messages):
            count = messages // connections
            return sum(await asyncio.gather(*(send_and_receive(*pair, count) for pair in opened)))

        return await timed(work, operations)

    return main


async def bulk(operations):
    received = expected = 0
    done = None

    async def count(reader, writer):
        nonlocal received
        while data := await reader.read(CHUNK):
            received += len(data)
            if received == expected:
                done.set_result(None)

    _, writer = await asyncio.open_connection("127.0.0.1", await serve(count))
    chunk = b"x" * CHUNK

    async def work(chunks):
        nonlocal received, expected, done
        received, expected = 0, chunks * CHUNK
        done = asyncio.get_running_loop().create_future()
        for _ in range(chunks):
            writer.write(chunk)
            await writer.drain()
        await done
        return received

    return await timed(work, operations)


async def accept(operations):
    port = await serve(echo)

    async def connect_some(count):
        total = 0
        for _ in range(count):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"x")
            total += len(await reader.readexactly(1))
            writer.close()
            await writer.wait_closed()
        return total

    async def work(connections):
        count = connections // CONCURRENT
        return sum(await asyncio.gather(*(connect_some(count) for _ in range(CONCURRENT))))

    return await timed(work, operations)


async def memory(operations):
    port = await serve(echo)
    gc.collect()
    tracemalloc.start()
    opened = []
    for _ in range(operations):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        opened.append((asyncio.create_task(reader.read(1)), writer))
    await asyncio.sleep(0.05)
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    for task, _ in opened:
        task.cancel()
    return held / operations, len(opened)


workloads = {
    "echo-1": ping_pong(1),
    "echo-100": ping_pong(100),
    "bulk": bulk,
    "accept": accept,
    "connection": memory,
}
