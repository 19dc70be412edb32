async def child(i):
    return i


async def main(operations):
    total = 0
    for i in range(operations):
        total += await child(i)
    return total


workloads = {"call": main}
