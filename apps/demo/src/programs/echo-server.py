import asyncio

connected = most = 0


async def echo(reader, writer):
    global connected, most
    connected += 1
    most = max(most, connected)
    async for line in reader:
        writer.write(line)
        await writer.drain()
    connected -= 1
    writer.close()


async def client(number, port, barrier):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answers = []
    for word in ["hello", "again", "bye"]:
        writer.write(f"client {number} says {word}\n".encode())
        await writer.drain()
        answers.append((await reader.readline()).decode().rstrip())
        await barrier.wait()  # until all have their answers
    writer.close()
    await writer.wait_closed()
    return answers


async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    barrier = asyncio.Barrier(100)

    clients = [client(number, port, barrier) for number in range(1, 101)]
    answers = await asyncio.gather(*clients)
    print(answers[0][0])
    print(answers[99][2])
    print(f"{len(answers)} clients, {most} of them at the same time")

    server.close()
    await server.wait_closed()
    print(f"{connected} connections are left")


asyncio.run(main())
