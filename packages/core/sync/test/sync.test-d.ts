import {
  Barrier,
  BoundedSemaphore,
  Condition,
  type Compare,
  Event,
  type QueueStorage,
  LifoQueue,
  Lock,
  PriorityQueue,
  Queue,
  QueueShutDown,
  Semaphore,
} from "@asyncio-ts/sync";
import { type Coroutine, createTask, forEach, iterate, type Source, type Task, waitFor } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

test("acquire() returns a Disposable, which `using` accepts", () => {
  expectTypeOf<ReturnType<Lock["acquire"]>>().toEqualTypeOf<Coroutine<Disposable>>();
  expectTypeOf<ReturnType<Semaphore["acquire"]>>().toEqualTypeOf<Coroutine<Disposable>>();
  expectTypeOf<ReturnType<Condition["acquire"]>>().toEqualTypeOf<Coroutine<Disposable>>();
  void function* (lock: Lock): Coroutine<void> {
    using held = yield* lock.acquire();
    expectTypeOf(held).toEqualTypeOf<Disposable>();
  };
});

test("`yield` without the star is a type error", () => {
  void function* (lock: Lock, queue: Queue<number>): Coroutine<void> {
    // @ts-expect-error: the coroutine is no trap
    yield lock.acquire();
    // @ts-expect-error: a coroutine is no number
    const item: number = queue.get();
    void item;
  };
});

test("awaiting a primitive itself is a type error", () => {
  void function* (lock: Lock): Coroutine<void> {
    // @ts-expect-error: a lock is no awaitable
    yield* lock;
  };
});

test("Queue<T> accepts and returns items of type T only", () => {
  const queue = new Queue<string>(5);
  expectTypeOf(queue.get()).toEqualTypeOf<Coroutine<string>>();
  expectTypeOf(queue.getNowait()).toEqualTypeOf<string>();
  expectTypeOf(queue.put("a")).toEqualTypeOf<Coroutine<void>>();
  expectTypeOf(createTask(queue.get())).toEqualTypeOf<Task<string>>();
  expectTypeOf(waitFor(queue.get(), 100)).toEqualTypeOf<Coroutine<string>>();
  // @ts-expect-error: a number is no string
  queue.putNowait(1);
  // @ts-expect-error: maxsize is read only
  queue.maxsize = 6;
  expectTypeOf(new Queue()).toEqualTypeOf<Queue<unknown>>();
});

test("LifoQueue and PriorityQueue are assignable to Queue, and BoundedSemaphore to Semaphore", () => {
  expectTypeOf<LifoQueue<number>>().toExtend<Queue<number>>();
  expectTypeOf<PriorityQueue<number>>().toExtend<Queue<number>>();
  expectTypeOf<BoundedSemaphore>().toExtend<Semaphore>();
});

test("a compare function receives items of the queue's type", () => {
  const queue = new PriorityQueue<{ at: number }>(0, (a, b) => a.at - b.at);
  expectTypeOf(queue.getNowait()).toEqualTypeOf<{ at: number }>();
  const inferred = new PriorityQueue(0, (a: Date, b: Date) => a.getTime() - b.getTime());
  expectTypeOf(inferred).toEqualTypeOf<PriorityQueue<Date>>();
  expectTypeOf<Compare<string>>().toEqualTypeOf<(a: string, b: string) => number>();
});

test("Queue<T> is a Source<T>", () => {
  expectTypeOf<Queue<number>>().toExtend<Source<number>>();
  const queue = new Queue<number>();
  forEach(queue, function* (item) {
    expectTypeOf(item).toEqualTypeOf<number>();
  });
  expectTypeOf(iterate(queue).value).toEqualTypeOf<number>();
});

test("new Queue() infers its item type from a given storage", () => {
  class Newest implements QueueStorage<string> {
    size = 0;
    push(): void {}
    pop(): string {
      return "";
    }
  }
  expectTypeOf(new Queue(0, new Newest())).toEqualTypeOf<Queue<string>>();
});

test("the methods of Condition, Event and Barrier have the result types of asyncio's", () => {
  const condition = new Condition(new Lock());
  expectTypeOf(condition.wait()).toEqualTypeOf<Coroutine<true>>();
  expectTypeOf(condition.waitFor(() => 5 as number | null)).toEqualTypeOf<Coroutine<number | null>>();
  expectTypeOf(
    condition.use(function* (self) {
      expectTypeOf(self).toEqualTypeOf<Condition>();
      return "value";
    }),
  ).toEqualTypeOf<Coroutine<string>>();
  // @ts-expect-error: the body is a coroutine function
  condition.use(() => 5);
  expectTypeOf(new Event().wait()).toEqualTypeOf<Coroutine<true>>();
  const barrier = new Barrier(2);
  expectTypeOf(barrier.wait()).toEqualTypeOf<Coroutine<number>>();
  expectTypeOf(barrier.parties).toEqualTypeOf<number>();
  // @ts-expect-error: nWaiting is read only
  barrier.nWaiting = 1;
  // @ts-expect-error: a barrier has parties
  void new Barrier();
});

test("internal members are not declared", () => {
  // @ts-expect-error: only permits call it
  void new Lock()._releasePermit;
  // @ts-expect-error: only futures have it
  void new QueueShutDown()._state;
});
