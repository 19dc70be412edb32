import { Barrier, BrokenBarrierError, Condition, Event, Lock, Queue, Semaphore } from "@asyncio-ts/sync";
import type { Coroutine } from "@asyncio-ts/tasks";

/** Something that many wait for at once. */
export interface Crowd {
  wait(): Coroutine<unknown>;
  /** Lets all through who wait. */
  free(): Coroutine<void>;
}

/** What a crowd can wait for; each is given how many will be there when it is freed. */
export const crowds: { what: string; make: (count: number) => Coroutine<Crowd> }[] = [
  { what: "acquire() of a Lock", make: ofLock },
  { what: "acquire() of a Semaphore", make: ofSemaphore },
  { what: "wait() of a Condition", make: ofCondition },
  { what: "wait() of an Event", make: ofEvent },
  { what: "wait() of a Barrier", make: ofBarrier },
  { what: "get() of a Queue", make: ofGet },
  { what: "put() into a Queue", make: ofPut },
  { what: "join() of a Queue", make: ofJoin },
];

function* ofLock(): Coroutine<Crowd> {
  const lock = new Lock();
  yield* lock.acquire();
  return {
    *wait() {
      using _ = yield* lock.acquire();
    },
    *free() {
      lock.release();
    },
  };
}

function* ofSemaphore(count: number): Coroutine<Crowd> {
  const semaphore = new Semaphore(0);
  return {
    wait: () => semaphore.acquire(),
    *free() {
      for (let i = 0; i < count; i++) semaphore.release();
    },
  };
}

function* ofCondition(): Coroutine<Crowd> {
  const condition = new Condition();
  let isFree = false;
  return {
    wait: () => condition.use(() => condition.waitFor(() => isFree)),
    free: () =>
      condition.use(function* () {
        isFree = true;
        condition.notifyAll();
      }),
  };
}

function* ofEvent(): Coroutine<Crowd> {
  const event = new Event();
  return {
    wait: () => event.wait(),
    *free() {
      event.set();
    },
  };
}

function* ofBarrier(): Coroutine<Crowd> {
  const barrier = new Barrier(1_000_000);
  return {
    *wait() {
      try {
        yield* barrier.wait();
      } catch (error) {
        if (!(error instanceof BrokenBarrierError)) throw error;
      }
    },
    free: () => barrier.reset(),
  };
}

function* ofGet(count: number): Coroutine<Crowd> {
  const queue = new Queue<number>();
  return {
    wait: () => queue.get(),
    *free() {
      for (let i = 0; i < count; i++) queue.putNowait(i);
    },
  };
}

function* ofPut(count: number): Coroutine<Crowd> {
  const queue = new Queue<number>(1);
  queue.putNowait(1);
  return {
    wait: () => queue.put(1),
    *free() {
      for (let i = 0; i < count; i++) yield* queue.get();
    },
  };
}

function* ofJoin(): Coroutine<Crowd> {
  const queue = new Queue<number>();
  queue.putNowait(1);
  return {
    wait: () => queue.join(),
    *free() {
      queue.taskDone();
    },
  };
}
