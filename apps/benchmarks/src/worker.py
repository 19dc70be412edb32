"""Measures one workload for CPython's asyncio: worker.py FILE WORKLOAD OPERATIONS. Prints the sample as JSON.

Samples as sampling.ts does. FILE is a file of `workloads` with a dict of coroutine functions by workload.
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
SAMPLING = 0.3
MIN_SAMPLES = 3
LONG_ROUND = 5


def measure(work, operations):
    gc.collect(0)
    start = time.process_time_ns()
    checksum = asyncio.run(work(operations))
    return (time.process_time_ns() - start) / operations, checksum


def sample(work, operations):
    start = time.perf_counter()
    value, checksum = measure(work, operations)
    # A workload that measures itself returns a pair.
    if isinstance(checksum, tuple):
        value, checksum = checksum
    elif time.perf_counter() - start < LONG_ROUND:
        while time.perf_counter() - start < WARM_UP:
            asyncio.run(work(operations))
        end = time.perf_counter() + SAMPLING
        samples = []
        while len(samples) < MIN_SAMPLES or time.perf_counter() < end:
            samples.append(measure(work, operations))
        checksums = {other for _, other in samples}
        if checksums != {checksum}:
            raise ValueError(f"a checksum of {checksum} was expected again, got {checksums}")
        value = statistics.median(value for value, _ in samples)
    return {"value": value, "checksum": checksum}


if __name__ == "__main__":
    file, name, operations = sys.argv[1:]
    workloads = runpy.run_path(str(Path(__file__).parent / "workloads" / file))["workloads"]
    print(json.dumps(sample(workloads[name], int(operations))))
