import { plain } from "../asyncio-ts.ts";
import { echoLatency, type LatencyProbe, timerLatency } from "../latency-probe.ts";
import { Deadline, SPINNING_TASKS } from "../spinning-tasks.ts";
import { sum } from "../sum.ts";
import { atMost, type Target, type Workload } from "../workload.ts";

/** Measures the latency of the rest of the process while tasks spin. */
function latencyWorkload(name: string, title: string, probe: LatencyProbe, target: Target): Workload {
  const tasks = Array.from({ length: SPINNING_TASKS });
  return {
    name,
    title,
    unit: "ms",
    // The milliseconds for which they spin.
    operations: 1_000,
    measure: "custom",
    targets: { "asyncio-ts": target },
    python: "latency.py",
    peers: {
      ...plain(({ gather, run, sleep }) => {
        function* spin(deadline: Deadline) {
          while (!deadline.hasPassed()) yield* sleep(0);
          return 1;
        }
        return (duration) =>
          probe(() =>
            run(function* () {
              const deadline = new Deadline(duration);
              return sum(yield* gather(...tasks.map(() => spin(deadline))));
            }),
          );
      }),

      native: () => {
        async function spin(deadline: Deadline) {
          while (!deadline.hasPassed()) await undefined;
          return 1;
        }
        return (duration) =>
          probe(async () => {
            const deadline = new Deadline(duration);
            return sum(await Promise.all(tasks.map(() => spin(deadline))));
          });
      },

      effect: async () => {
        const { Effect } = await import("effect");
        const spin = Effect.fnUntraced(function* (deadline: Deadline) {
          while (!deadline.hasPassed()) yield* Effect.yieldNow;
          return 1;
        });
        return (duration) =>
          probe(async () => {
            const deadline = new Deadline(duration);
            return sum(
              await Effect.runPromise(
                Effect.all(
                  tasks.map(() => spin(deadline)),
                  { concurrency: "unbounded" },
                ),
              ),
            );
          });
      },

      co: async () => {
        const { default: co } = await import("co");
        const resolved = Promise.resolve();
        function* spin(deadline: Deadline) {
          while (!deadline.hasPassed()) yield resolved;
          return 1;
        }
        return (duration) =>
          probe(async () => {
            const deadline = new Deadline(duration);
            return sum(await Promise.all(tasks.map(() => co(() => spin(deadline)))));
          });
      },
    },
  };
}

export const latencies: Workload[] = [
  latencyWorkload("latency-timer", "setTimeout beside 1,000 spinning tasks, worst", timerLatency, atMost(5, 2.5)),
  latencyWorkload("latency-tcp", "TCP echo beside 1,000 spinning tasks, worst", echoLatency, atMost(20, 8)),
];
