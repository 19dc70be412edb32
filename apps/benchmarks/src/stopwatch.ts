import { GCProfiler } from "node:v8";
import { sum } from "./sum.ts";

/** Starts to measure. Returns a function that stops and returns the nanoseconds. */
export type Stopwatch = () => () => number;

/** Measures elapsed time. */
const time: Stopwatch = () => {
  const start = performance.now();
  return () => (performance.now() - start) * 1_000_000;
};

/** Measures elapsed time without the pauses for garbage collection. */
const work: Stopwatch = () => {
  const profiler = new GCProfiler();
  profiler.start();
  const elapsed = time();
  return () => {
    const total = elapsed();
    const microseconds = sum(profiler.stop().statistics.map(({ cost }) => cost));
    return total - microseconds * 1_000;
  };
};

/** Measures the CPU time of all threads of this process. */
const cpu: Stopwatch = () => {
  const start = cpuTime();
  return () => cpuTime() - start;
};

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1_000;
}

/** The stopwatches by `Workload.measure`. */
export const stopwatches = { time, work, cpu };
