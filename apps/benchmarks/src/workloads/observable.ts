import { values } from "../native/values.ts";
import { timesNative, type Workload } from "../workload.ts";

/** A task reads numbers from an Observable. */
function reading(atOnce: boolean): Workload {
  return {
    name: atOnce ? "observable-all" : "observable-each",
    title: `Observable item into a task, ${atOnce ? "all at once" : "one by one"}`,
    unit: "ns",
    operations: 50_000,
    measure: "time",
    targets: { "asyncio-ts": timesNative(0.3, 0.2) },
    peers: {
      "asyncio-ts": async () => {
        const { subscribe } = await import("@asyncio-ts/rxjs");
        const { createTask, forEach, run, sleep } = await import("asyncio-ts");
        const { range, Subject } = await import("rxjs");
        let total: number;
        function* add(item: number) {
          total += item;
        }
        return (operations) =>
          run(function* () {
            total = 0;
            const subject = new Subject<number>();
            const reader = subscribe(atOnce ? range(0, operations) : subject, { overflow: "unbounded" });
            const reading = createTask(forEach(reader, add));
            if (!atOnce) {
              for (let i = 0; i < operations; i++) {
                yield* sleep(0);
                subject.next(i);
              }
              subject.complete();
            }
            yield* reading;
            return total;
          });
      },

      native: async () => {
        const { range, Subject } = await import("rxjs");
        const resolved = Promise.resolve();
        return async (operations) => {
          const subject = new Subject<number>();
          const reading = (async () => {
            let total = 0;
            for await (const item of values(atOnce ? range(0, operations) : subject)) total += item;
            return total;
          })();
          if (!atOnce) {
            for (let i = 0; i < operations; i++) {
              // As many turns as the reader needs to come back for more.
              for (let turn = 0; turn < 3; turn++) await resolved;
              subject.next(i);
            }
            subject.complete();
          }
          return await reading;
        };
      },
    },
  };
}

export const observables: Workload[] = [reading(true), reading(false)];
