// The job of the workloads with threads.
export const double = (n: number): number => 2 * n;
