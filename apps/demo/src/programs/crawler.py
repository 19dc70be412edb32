import asyncio

# a small web: the latency and the links of each page
web = {
    "/": (0.5, ["/docs", "/blog", "/about"]),
    "/docs": (1, ["/docs/tasks", "/docs/queues", "/docs/locks", "/"]),
    "/docs/tasks": (0.75, ["/docs/queues", "/docs/locks"]),
    "/docs/queues": (2, ["/docs/tasks"]),
    "/docs/locks": (0.25, []),
    "/blog": (1.5, ["/blog/1", "/blog/2", "/blog/3", "/about"]),
    "/blog/1": (1, ["/blog/2"]),
    "/blog/2": (1, ["/blog/1", "/blog/3", "/docs"]),
    "/blog/3": (0.5, ["/blog/2"]),
    "/about": (0.5, ["/"]),
}

slots = asyncio.Semaphore(3)  # at most three requests in flight
pace = asyncio.Lock()  # one request starts every 0.25 s

requests = in_flight = most = 0


async def fetch(url):
    global requests, in_flight, most
    async with slots:
        async with pace:
            await asyncio.sleep(0.25)
        requests += 1
        in_flight += 1
        most = max(most, in_flight)
        print(f"GET {url}, {in_flight} in flight")
        seconds, links = web[url]
        await asyncio.sleep(seconds)
        in_flight -= 1
        return links


async def crawl(queue, seen):
    while True:
        try:
            url = await queue.get()
        except asyncio.QueueShutDown:
            return
        for link in await fetch(url):
            if link not in seen:
                seen.add(link)
                queue.put_nowait(link)
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    seen = {"/"}
    queue.put_nowait("/")
    crawlers = [asyncio.create_task(crawl(queue, seen)) for _ in range(5)]

    await queue.join()
    queue.shutdown()
    await asyncio.gather(*crawlers)
    print(f"{requests} requests for {len(seen)} of {len(web)} pages")
    print(f"At most {most} in flight")


asyncio.run(main())
