import subprocess
import sys

SCRIPT = "import time; start = time.perf_counter(); import asyncio; print((time.perf_counter() - start) * 1_000)"


async def main(_operations):
    # In a new interpreter, because this one has already imported it.
    return float(subprocess.check_output([sys.executable, "-c", SCRIPT])), 1


workloads = {"import": main}
