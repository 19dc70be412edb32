import { plain } from "../asyncio-ts.ts";
import { startTimer, stopTimer } from "../floor/timers.ts";
import { timesNative, type Workload } from "../workload.ts";

/** Creates timers and cancels them. */
export const timer: Workload = {
  name: "timer",
  title: "create + cancel a timer",
  unit: "ns",
  operations: 100_000,
  measure: "time",
  targets: { "asyncio-ts": timesNative(0.25, 0.2) },
  python: "timer.py",
  peers: {
    ...plain(({ getRunningLoop, run }) => {
      const callback = () => {};
      return (operations) =>
        run(function* () {
          const loop = getRunningLoop();
          let cancelled = 0;
          for (; cancelled < operations; cancelled++) loop.callLater(60_000, callback).cancel();
          return cancelled;
        });
    }),

    native: () => {
      const callback = () => {};
      return (operations) => {
        let cancelled = 0;
        for (; cancelled < operations; cancelled++) clearTimeout(setTimeout(callback, 60_000));
        return cancelled;
      };
    },

    floor: () => {
      const nothing = { step: () => {} };
      return (operations) => {
        let cancelled = 0;
        for (; cancelled < operations; cancelled++) stopTimer(startTimer(60_000, nothing));
        return cancelled;
      };
    },

    rxjs: async () => {
      const { timer } = await import("rxjs");
      return (operations) => {
        let cancelled = 0;
        for (; cancelled < operations; cancelled++) timer(60_000).subscribe().unsubscribe();
        return cancelled;
      };
    },
  },
};
