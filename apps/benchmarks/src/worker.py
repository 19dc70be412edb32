"""Measures one workload for CPython's asyncio: worker.py FILE WORKLOAD OPERATIONS. Prints the finding as JSON.

It does what sampling.ts does. FILE, which stands in `workloads`, has a dict of coroutine functions by workload.
"""

import asyncio
import gc
import json
import runpy
import statistics
import sys
import time
from pathlib import Path

WARM_UP = 0.2
BUDGET = 0.3
FEWEST = 3
LONG = 5


def measured(work, operations):
    gc.collect(0)
    began = time.process_time_ns()
    checksum = asyncio.run(work(operations))
    return (time.process_time_ns() - began) / operations, checksum


def sample(work, operations):
    began = time.perf_counter()
    value, checksum = measured(work, operations)
    # Those that measure by themselves give a pair.
    if isinstance(checksum, tuple):
        value, checksum = checksum
    elif time.perf_counter() - began < LONG:
        while time.perf_counter() - began < WARM_UP:
            asyncio.run(work(operations))
        end = time.perf_counter() + BUDGET
        samples = []
        while len(samples) < FEWEST or time.perf_counter() < end:
            samples.append(measured(work, operations))
        checksums = {other for _, other in samples}
        if checksums != {checksum}:
            raise ValueError(f"a checksum of {checksum} was expected again, got {checksums}")
        value = statistics.median(value for value, _ in samples)
    return {"value": value, "checksum": checksum}


if __name__ == "__main__":
    file, name, operations = sys.argv[1:]
    workloads = runpy.run_path(str(Path(__file__).parent / "workloads" / file))["workloads"]
    print(json.dumps(sample(workloads[name], int(operations))))
