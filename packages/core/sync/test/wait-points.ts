import { Barrier, BrokenBarrierError, Condition, Event, Lock, Queue, Semaphore } from "@asyncio-ts/sync";
import type { Coroutine } from "@asyncio-ts/tasks";

/** An operation on which many tasks wait at once. */
export interface WaitPoint {
  wait(): Coroutine<unknown>;
  /** Wakes all waiting tasks. */
  wakeAll(): Coroutine<void>;
}

/** All operations that wait. `make` receives the number of tasks that will wait when `wakeAll` is called. */
export const waitPoints: { what: string; make: (count: number) => Coroutine<WaitPoint> }[] = [
  { what: "acquire() of a Lock", make: lockAcquire },
  { what: "acquire() of a Semaphore", make: semaphoreAcquire },
  { what: "wait() of a Condition", make: conditionWait },
  { what: "wait() of an Event", make: eventWait },
  { what: "wait() of a Barrier", make: barrierWait },
  { what: "get() of a Queue", make: queueGet },
  { what: "put() into a Queue", make: queuePut },
  { what: "join() of a Queue", make: queueJoin },
];

function* lockAcquire(): Coroutine<WaitPoint> {
  const lock = new Lock();
  yield* lock.acquire();
  return {
    *wait() {
      using _ = yield* lock.acquire();
    },
    *wakeAll() {
      lock.release();
    },
  };
}

function* semaphoreAcquire(count: number): Coroutine<WaitPoint> {
  const semaphore = new Semaphore(0);
  return {
    wait: () => semaphore.acquire(),
    *wakeAll() {
      for (let i = 0; i < count; i++) semaphore.release();
    },
  };
}

function* conditionWait(): Coroutine<WaitPoint> {
  const condition = new Condition();
  let isFree = false;
  return {
    wait: () => condition.use(() => condition.waitFor(() => isFree)),
    wakeAll: () =>
      condition.use(function* () {
        isFree = true;
        condition.notifyAll();
      }),
  };
}

function* eventWait(): Coroutine<WaitPoint> {
  const event = new Event();
  return {
    wait: () => event.wait(),
    *wakeAll() {
      event.set();
    },
  };
}

function* barrierWait(): Coroutine<WaitPoint> {
  const barrier = new Barrier(1_000_000);
  return {
    *wait() {
      try {
        yield* barrier.wait();
      } catch (error) {
        if (!(error instanceof BrokenBarrierError)) throw error;
      }
    },
    wakeAll: () => barrier.reset(),
  };
}

function* queueGet(count: number): Coroutine<WaitPoint> {
  const queue = new Queue<number>();
  return {
    wait: () => queue.get(),
    *wakeAll() {
      for (let i = 0; i < count; i++) queue.putNowait(i);
    },
  };
}

function* queuePut(count: number): Coroutine<WaitPoint> {
  const queue = new Queue<number>(1);
  queue.putNowait(1);
  return {
    wait: () => queue.put(1),
    *wakeAll() {
      for (let i = 0; i < count; i++) yield* queue.get();
    },
  };
}

function* queueJoin(): Coroutine<WaitPoint> {
  const queue = new Queue<number>();
  queue.putNowait(1);
  return {
    wait: () => queue.join(),
    *wakeAll() {
      queue.taskDone();
    },
  };
}
