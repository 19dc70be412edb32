import { atMost, type Workload } from "../workload.ts";

/** The schedules of a program of ten steps: two tasks of four steps each, and two steps of main. */
export const exploring: Workload = {
  name: "explore",
  title: "explore a schedule of 10 steps",
  unit: "ns",
  operations: 4000,
  measure: "time",
  // 25,000 schedules a second.
  targets: { "asyncio-ts": atMost(40_000, 25_000) },
  peers: {
    "asyncio-ts": async () => {
      const { explore } = await import("@asyncio-ts/testing");
      const { gather, sleep } = await import("asyncio-ts");
      function* program() {
        let balance = 0;
        function* deposit(ms: number) {
          yield* sleep(ms);
          const before = balance;
          yield* sleep(0);
          yield* sleep(0);
          balance = before + 1;
        }
        yield* gather(deposit(1), deposit(2));
      }
      return (operations) => explore(program, { runs: operations }).schedules;
    },
  },
};
