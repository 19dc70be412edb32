import { both } from "../asyncio-ts.ts";
import { BoundedQueue as FloorQueue } from "../floor/bounded-queue.ts";
import { finished, spawn } from "../floor/task.ts";
import { BoundedQueue } from "../native/bounded-queue.ts";
import { type Target, timesNative, type Workload } from "../workload.ts";

/** One task passes numbers to another through a bounded queue. */
function queueWorkload(capacity: number, target: Target): Workload {
  return {
    name: `queue-${capacity}`,
    title: `bounded queue, capacity ${capacity}`,
    unit: "ns",
    operations: 50_000,
    measure: "time",
    targets: { "asyncio-ts": target },
    python: "queue.py",
    peers: {
      ...both(({ gather, Queue, run }, mark) => {
        const produce = mark(function* (queue: InstanceType<typeof Queue<number>>, count: number) {
          for (let i = 0; i < count; i++) yield* queue.put(i);
        });
        const consume = mark(function* (queue: InstanceType<typeof Queue<number>>, count: number) {
          let total = 0;
          for (let i = 0; i < count; i++) total += yield* queue.get();
          return total;
        });
        return (operations) =>
          run(function* () {
            const queue = new Queue<number>(capacity);
            const [total] = yield* gather(consume(queue, operations), produce(queue, operations));
            return total;
          });
      }),

      native: () => {
        async function produce(queue: BoundedQueue<number>, count: number) {
          for (let i = 0; i < count; i++) await queue.put(i);
        }
        async function consume(queue: BoundedQueue<number>, count: number) {
          let total = 0;
          for (let i = 0; i < count; i++) total += await queue.get();
          return total;
        }
        return async (operations) => {
          const queue = new BoundedQueue<number>(capacity);
          const [total] = await Promise.all([consume(queue, operations), produce(queue, operations)]);
          return total;
        };
      },

      floor: () => {
        function* produce(queue: FloorQueue<number>, count: number) {
          for (let i = 0; i < count; i++) {
            while (queue.isFull()) yield;
            queue.put(i);
          }
        }
        function* consume(queue: FloorQueue<number>, count: number) {
          let total = 0;
          for (let i = 0; i < count; i++) {
            while (queue.isEmpty()) yield;
            total += queue.get();
          }
          return total;
        }
        return (operations) => {
          const queue = new FloorQueue<number>(capacity);
          const consumer = spawn(consume(queue, operations));
          spawn(produce(queue, operations));
          return finished(consumer);
        };
      },

      effect: async () => {
        const { Effect, Queue } = await import("effect");
        type Numbers = import("effect").Queue.Queue<number>;
        const produce = Effect.fnUntraced(function* (queue: Numbers, count: number) {
          for (let i = 0; i < count; i++) yield* Queue.offer(queue, i);
        });
        const consume = Effect.fnUntraced(function* (queue: Numbers, count: number) {
          let total = 0;
          for (let i = 0; i < count; i++) total += yield* Queue.take(queue);
          return total;
        });
        return (operations) =>
          Effect.runPromise(
            Effect.gen(function* () {
              const queue = yield* Queue.bounded<number>(capacity);
              const work = [consume(queue, operations), produce(queue, operations)] as const;
              const [total] = yield* Effect.all(work, { concurrency: "unbounded" });
              return total;
            }),
          );
      },

      co: async () => {
        const { default: co } = await import("co");
        function* produce(queue: BoundedQueue<number>, count: number) {
          for (let i = 0; i < count; i++) yield queue.put(i);
        }
        function* consume(queue: BoundedQueue<number>, count: number): Generator<Promise<number>, number, number> {
          let total = 0;
          for (let i = 0; i < count; i++) total += yield queue.get();
          return total;
        }
        return async (operations) => {
          const queue = new BoundedQueue<number>(capacity);
          const [total] = await Promise.all([co(() => consume(queue, operations)), co(() => produce(queue, operations))]);
          return total;
        };
      },
    },
  };
}

export const queues: Workload[] = [queueWorkload(1, timesNative(1.2, 0.95)), queueWorkload(100, timesNative(0.5, 0.37))];
