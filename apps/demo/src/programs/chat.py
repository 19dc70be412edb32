import asyncio

writers = {}  # by name


async def broadcast(text):
    for writer in writers.values():
        writer.write(f"{text}\n".encode())
        await writer.drain()


async def serve(reader, writer):
    name = (await reader.readline()).decode().rstrip()
    writers[name] = writer
    await broadcast(f"* {name} has joined")
    async for line in reader:
        await broadcast(f"{name}: {line.decode().rstrip()}")
    del writers[name]
    await broadcast(f"* {name} has left")
    writer.close()


async def say(name, text, clients):
    _, writer = clients[name]
    writer.write(f"{text}\n".encode())
    await writer.drain()
    await listen(clients)


async def listen(clients):
    """Waits until each client has read the next line."""
    for name, (reader, _) in clients.items():
        line = (await reader.readline()).decode().rstrip()
        print(f"{name:>5} reads  {line}")


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    clients = {}
    for name in ["Ann", "Bob", "Carol"]:
        clients[name] = await asyncio.open_connection("127.0.0.1", port)
        await say(name, name, clients)

    await say("Ann", "Coffee?", clients)
    await say("Carol", "With a bagel, please", clients)

    _, writer = clients.pop("Bob")
    writer.close()
    await writer.wait_closed()
    await listen(clients)

    for _, writer in clients.values():
        writer.close()
    server.close()
    await server.wait_closed()
    print("The room is empty" if not writers else "The room is not empty")


asyncio.run(main())
