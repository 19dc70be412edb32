import subprocess
import sys

QUESTION = "import time; began = time.perf_counter(); import asyncio; print((time.perf_counter() - began) * 1_000)"


async def main(_operations):
    # In an interpreter of its own: this one has it already.
    return float(subprocess.check_output([sys.executable, "-c", QUESTION])), 1


workloads = {"import": main}
