import { GCProfiler } from "node:v8";
import { sum } from "./sum.ts";

/** Begins to measure, and gives what ends that: nanoseconds. */
export type Stopwatch = () => () => number;

/** The time that passes. */
const time: Stopwatch = () => {
  const began = performance.now();
  return () => (performance.now() - began) * 1_000_000;
};

/** The same, less that for which V8 stops the thread to collect garbage. */
const work: Stopwatch = () => {
  const collections = new GCProfiler();
  collections.start();
  const passed = time();
  return () => {
    const all = passed();
    const microseconds = sum(collections.stop().statistics.map(({ cost }) => cost));
    return all - microseconds * 1_000;
  };
};

/** The time for which the threads of this process had a processor. */
const cpu: Stopwatch = () => {
  const began = cpuTime();
  return () => cpuTime() - began;
};

function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1_000;
}

/** By what a workload says that it measures. */
export const stopwatches = { time, work, cpu };
