import type { Source } from "asyncio-ts";
import type { Subject } from "rxjs";
import { itemsOf } from "../native/observable-items.ts";
import { type Target, timesNative, type Workload } from "../workload.ts";

/** A task reads numbers from an Observable, which emits them all at once, or each after the one before was read. */
function observableWorkload(how: "all" | "each", title: string, target?: Target): Workload {
  const atOnce = how === "all";
  return {
    name: `observable-${how}`,
    title,
    unit: "ns",
    operations: 50_000,
    measure: "time",
    targets: target === undefined ? {} : { "asyncio-ts": target },
    peers: {
      "asyncio-ts": async () => {
        const { subscribe } = await import("@asyncio-ts/rxjs");
        const { createTask, iterate, run, sleep } = await import("asyncio-ts");
        const { range, Subject } = await import("rxjs");
        function* read(source: Source<number>) {
          let total = 0;
          const items = iterate(source);
          try {
            while (yield* items.next()) total += items.value;
          } finally {
            yield* items.close();
          }
          return total;
        }
        return (operations) =>
          run(function* () {
            const subject = new Subject<number>();
            const source = subscribe(atOnce ? range(0, operations) : subject, { overflow: "unbounded" });
            const total = createTask(read(source));
            if (!atOnce) {
              for (let i = 0; i < operations; i++) {
                yield* sleep(0);
                subject.next(i);
              }
              subject.complete();
            }
            return yield* total;
          });
      },

      native: async () => {
        const { range, Subject } = await import("rxjs");
        async function read(items: AsyncIterable<number>) {
          let total = 0;
          for await (const item of items) total += item;
          return total;
        }
        return async (operations) => {
          const subject = new Subject<number>();
          const total = read(itemsOf(atOnce ? range(0, operations) : subject));
          if (!atOnce) await emitEach(subject, operations);
          return await total;
        };
      },

      effect: async () => {
        const { Effect, Fiber, Queue } = await import("effect");
        const { range, Subject } = await import("rxjs");
        const read = Effect.fnUntraced(function* (queue: import("effect").Queue.Queue<number>, count: number) {
          let total = 0;
          for (let i = 0; i < count; i++) total += yield* Queue.take(queue);
          return total;
        });
        return (operations) =>
          Effect.runPromise(
            Effect.gen(function* () {
              const queue = yield* Queue.unbounded<number>();
              const subject = new Subject<number>();
              (atOnce ? range(0, operations) : subject).subscribe((item) => Queue.offerUnsafe(queue, item));
              const total = yield* Effect.forkChild(read(queue, operations));
              if (!atOnce) {
                for (let i = 0; i < operations; i++) {
                  yield* Effect.yieldNow;
                  subject.next(i);
                }
              }
              return yield* Fiber.join(total);
            }),
          );
      },

      co: async () => {
        const { default: co } = await import("co");
        const { range, Subject } = await import("rxjs");
        function* read(items: AsyncIterator<number>): Generator<Promise<IteratorResult<number>>, number, IteratorResult<number>> {
          let total = 0;
          for (let result = yield items.next(); result.done !== true; result = yield items.next()) total += result.value;
          return total;
        }
        return async (operations) => {
          const subject = new Subject<number>();
          const total = co(() => read(itemsOf(atOnce ? range(0, operations) : subject)));
          if (!atOnce) await emitEach(subject, operations);
          return await total;
        };
      },
    },
  };
}

/** Emits numbers. Between two of them, a reader that awaits promises has enough microtasks to read the first. */
async function emitEach(subject: Subject<number>, count: number): Promise<void> {
  const resolved = Promise.resolve();
  for (let i = 0; i < count; i++) {
    for (let microtask = 0; microtask < 3; microtask++) await resolved;
    subject.next(i);
  }
  subject.complete();
}

export const observables: Workload[] = [
  observableWorkload("all", "Observable item into a task, all at once", timesNative(0.3, 0.2)),
  observableWorkload("each", "Observable item into a task, one by one"),
];
