import { plain } from "../asyncio-ts.ts";
import { lateEcho, lateTimer, type Probe } from "../probe.ts";
import { Shift, SPINNING } from "../spinning.ts";
import { sum } from "../sum.ts";
import { atMost, type Target, type Workload } from "../workload.ts";

/** How long the rest of the process has to wait while tasks that never wait for anything spin beside it. */
function beside(name: string, title: string, probe: Probe, target: Target): Workload {
  const tasks = Array.from({ length: SPINNING });
  return {
    name,
    title,
    unit: "ms",
    // The milliseconds that they spin for.
    operations: 1_000,
    measure: "itself",
    targets: { "asyncio-ts": target },
    python: "latency.py",
    peers: {
      ...plain(({ gather, run, sleep }) => {
        function* spin(shift: Shift) {
          while (!shift.isOver()) yield* sleep(0);
          return 1;
        }
        return (duration) =>
          probe(() =>
            run(function* () {
              const shift = new Shift(duration);
              return sum(yield* gather(...tasks.map(() => spin(shift))));
            }),
          );
      }),

      native: () => {
        async function spin(shift: Shift) {
          while (!shift.isOver()) await undefined;
          return 1;
        }
        return (duration) =>
          probe(async () => {
            const shift = new Shift(duration);
            return sum(await Promise.all(tasks.map(() => spin(shift))));
          });
      },

      effect: async () => {
        const { Effect } = await import("effect");
        const spin = Effect.fnUntraced(function* (shift: Shift) {
          while (!shift.isOver()) yield* Effect.yieldNow;
          return 1;
        });
        return (duration) =>
          probe(async () => {
            const shift = new Shift(duration);
            return sum(
              await Effect.runPromise(
                Effect.all(
                  tasks.map(() => spin(shift)),
                  { concurrency: "unbounded" },
                ),
              ),
            );
          });
      },

      co: async () => {
        const { default: co } = await import("co");
        const resolved = Promise.resolve();
        function* spin(shift: Shift) {
          while (!shift.isOver()) yield resolved;
          return 1;
        }
        return (duration) =>
          probe(async () => {
            const shift = new Shift(duration);
            return sum(await Promise.all(tasks.map(() => co(() => spin(shift)))));
          });
      },
    },
  };
}

export const latencies: Workload[] = [
  beside("latency-timer", "setTimeout beside 1,000 spinning tasks, worst", lateTimer, atMost(5, 2.5)),
  beside("latency-tcp", "TCP echo beside 1,000 spinning tasks, worst", lateEcho, atMost(20, 8)),
];
