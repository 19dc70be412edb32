import { CancelledError, type Coroutine, createTask, currentTask, sleep, type Task } from "@asyncio-ts/tasks";
import type * as sync from "@asyncio-ts/sync";
import { check, type Cut, LONG, makeCut } from "@asyncio-ts/test-helpers/cut";

/** The package of primitives, or a copy with a fault. */
export type Sync = typeof sync;

/** A program that uses one primitive, and throws if the primitive breaks a promise. */
export type Exercise = (sync: Sync, cut: Cut | null) => Coroutine<void>;

/** Runs the tasks beside each other, the last one late, and cancels one of them. Returns when nothing moves any more. */
function* settle(cut: Cut | null, makers: (() => Coroutine<void>)[]): Coroutine<Task<void>[]> {
  const tasks = makers.map((make, i) =>
    createTask(function* () {
      if (i === makers.length - 1) yield* sleep(1);
      yield* make();
    }),
  );
  makeCut(cut, (victim) => tasks[victim]);
  yield* sleep(LONG);
  for (const task of tasks) if (task.done() && !task.cancelled() && task.exception() !== null) throw task.exception();
  return tasks;
}

/** Cancels the tasks that are left, and waits for them. */
function* end(tasks: readonly Task<void>[]): Coroutine<void> {
  for (const task of tasks) task.cancel();
  yield* sleep(LONG);
}

/** The tasks that wait for a primitive, in the order in which they began to wait. */
class Line {
  readonly #asked: { readonly name: string; readonly task: Task<unknown> }[] = [];

  /** Returns the first that is not being cancelled. */
  first(): string | undefined {
    return this.#asked.find(({ task }) => task.cancelling() === 0)?.name;
  }

  *wait<T>(name: string, wait: Coroutine<T>): Coroutine<T> {
    const entry = { name, task: currentTask()! };
    this.#asked.push(entry);
    try {
      return yield* wait;
    } finally {
      this.#asked.splice(this.#asked.indexOf(entry), 1);
    }
  }
}

function allDone(tasks: readonly Task<void>[]): void {
  check(
    tasks.every((task) => task.done()),
    "a free primitive leaves no task waiting",
  );
}

/** A lock or a semaphore: at most `limit` tasks inside, served in order, and nothing lost. */
function exclusion(
  make: (sync: Sync) => { acquire(): Coroutine<Disposable>; release(): void; locked(): boolean },
  limit: number,
): Exercise {
  return function* (sync, cut) {
    const gate = make(sync);
    const line = new Line();
    let inside = 0;
    function* acquireInTurn(): Coroutine<string | undefined> {
      yield* gate.acquire();
      return line.first();
    }
    function* use(name: string): Coroutine<void> {
      for (let visit = 0; visit < 2; visit++) {
        const first = yield* line.wait(name, acquireInTurn());
        try {
          check(first === undefined || first === name, `first come, first served: ${name} before ${first}`);
          check(++inside <= limit, `at most ${limit} inside`);
          yield* sleep(0);
        } finally {
          inside--;
          gate.release();
        }
      }
    }
    const tasks = yield* settle(
      cut,
      ["a", "b", "c"].map((name) => () => use(name)),
    );
    allDone(tasks);
    check(!gate.locked(), "free after all releases");
    for (let i = 0; i < limit; i++) yield* gate.acquire();
    check(gate.locked(), "no release too many");
  };
}

function* event(sync: Sync, cut: Cut | null): Coroutine<void> {
  const event = new sync.Event();
  const waits = new Set<{ name: string }>();
  function* wait(name: string): Coroutine<void> {
    for (let i = 0; i < 2; i++) {
      const entry = { name };
      waits.add(entry);
      try {
        yield* event.wait();
      } finally {
        waits.delete(entry);
      }
      yield* sleep(0);
    }
  }
  function* pulse(): Coroutine<void> {
    for (let i = 0; i < 2; i++) {
      const waiting = [...waits];
      event.set();
      yield* event.wait();
      event.clear();
      yield* sleep(2 * LONG);
      for (const entry of waiting) check(!waits.has(entry), `set() frees every task that waits: ${entry.name}`);
    }
  }
  const tasks = yield* settle(cut, [() => wait("a"), () => wait("b"), pulse]);
  for (let i = 0; i < 3; i++) yield* sleep(2 * LONG);
  if (tasks[2]!.done() && !tasks[2]!.cancelled()) tasks[2]!.result();
  yield* end(tasks);
  check(waits.size === 0, "a cancelled wait ends");
  event.set();
  yield* event.wait();
}

function* condition(sync: Sync, cut: Cut | null): Coroutine<void> {
  const condition = new sync.Condition();
  let tokens = 0;
  let inside = 0;
  function* take(): Coroutine<void> {
    for (let i = 0; i < 2; i++) {
      yield* condition.use(function* () {
        inside++;
        try {
          // oxlint-disable-next-line no-unmodified-loop-condition -- other tasks modify it
          while (tokens === 0) {
            inside--;
            try {
              yield* condition.wait();
            } finally {
              inside++;
              check(condition.locked(), "wait() ends with the lock held");
            }
            check(inside === 1, "wait() ends with the lock held by one task");
          }
          tokens--;
        } finally {
          inside--;
        }
      });
    }
  }
  function* give(): Coroutine<void> {
    for (let i = 0; i < 3; i++) {
      yield* condition.use(function* () {
        tokens++;
        condition.notify();
        yield* sleep(0);
      });
    }
  }
  const tasks = yield* settle(cut, [take, take, give]);
  check(tokens === 0 || tasks.slice(0, 2).every((task) => task.done()), "a token and a waiter find each other");
  check(inside === 0 && !condition.locked(), "the lock is free while all wait");
  yield* end(tasks);
  check(!condition.locked(), "a cancelled waiter releases the lock");
}

/** A condition without a notification that comes to the rescue: one token, two takers. */
function* oneToken(sync: Sync, cut: Cut | null): Coroutine<void> {
  const condition = new sync.Condition();
  let tokens = 0;
  function* take(): Coroutine<void> {
    yield* condition.use(function* () {
      yield* condition.waitFor(() => tokens > 0);
      tokens--;
    });
  }
  const tasks = yield* settle(cut, [
    take,
    take,
    function* () {
      yield* condition.use(function* () {
        tokens++;
        condition.notify();
        yield* sleep(0);
      });
    },
  ]);
  check(tokens === 0 || tasks[0]!.done() === tasks[1]!.done(), "a cancelled waiter passes its notification on");
  yield* end(tasks);
  check(!condition.locked(), "a cancelled waiter releases the lock");
}

function* barrier(sync: Sync, cut: Cut | null): Coroutine<void> {
  const barrier = new sync.Barrier(2);
  const indices: number[] = [];
  function* pass(): Coroutine<void> {
    for (let i = 0; i < 2; i++) {
      indices.push(yield* barrier.wait());
      yield* sleep(0);
    }
  }
  const tasks = yield* settle(cut, [pass, pass, pass]);
  const waiting = tasks.filter((task) => !task.done()).length;
  check(waiting <= 1 && barrier.nWaiting === waiting, "two tasks never wait for each other at a barrier of two");
  const firsts = indices.filter((index) => index === 0).length;
  check(cut !== null || 2 * firsts === indices.length, "each round hands out the indices 0 and 1");
  yield* end(tasks);
  check(barrier.nWaiting === 0 && !barrier.broken, "a barrier that all have left is empty");
}

/** A queue: nothing lost, nothing doubled, and nothing waits in vain. */
function queue(make: (sync: Sync) => sync.Queue<number>): Exercise {
  return function* (sync, cut) {
    const queue = make(sync);
    const got: number[] = [];
    const sent: number[] = [];
    let getting = 0;
    let putting = 0;
    function* put(first: number): Coroutine<void> {
      for (const item of [first, first + 1]) {
        putting++;
        try {
          yield* queue.put(item);
        } finally {
          putting--;
        }
        sent.push(item);
      }
    }
    function* get(): Coroutine<void> {
      for (let i = 0; i < 2; i++) {
        getting++;
        try {
          got.push(yield* queue.get());
        } finally {
          getting--;
        }
        queue.taskDone();
      }
    }
    const tasks = yield* settle(cut, [get, () => put(10), get, () => put(20)]);
    check(getting === 0 || queue.empty(), "no getter waits beside an item");
    check(putting === 0 || queue.full(), "no putter waits beside room");
    const left: number[] = [];
    yield* end(tasks);
    while (!queue.empty()) left.push(queue.getNowait());
    check([...got, ...left].sort((a, b) => a - b).join() === sent.sort((a, b) => a - b).join(), "every item comes out once");
    queue.putNowait(0);
    const joined = createTask(queue.join());
    yield* sleep(0);
    for (let i = 0; i <= left.length; i++) queue.taskDone();
    yield* sleep(LONG);
    check(joined.done(), "join() ends with the last taskDone()");
  };
}

/** A queue without a putter that comes to the rescue: one item, two getters, and the first may be cancelled after its wake-up. */
function* oneItem(sync: Sync, cut: Cut | null): Coroutine<void> {
  const queue = new sync.Queue<number>();
  const line = new Line();
  const got: string[] = [];
  let chosen: string | undefined;
  const getter = (name: string) => (): Coroutine<void> =>
    (function* () {
      yield* line.wait(name, queue.get());
      got.push(name);
    })();
  const tasks = yield* settle(cut, [
    getter("a"),
    getter("b"),
    function* () {
      // With both in line no newcomer can overtake.
      if (`${queue}`.includes("getters=2")) chosen = line.first();
      yield* queue.put(1);
    },
  ]);
  check(got.length + queue.qsize() === 1 || tasks[2]!.cancelled(), "the item is neither lost nor doubled");
  check(queue.empty() || tasks[0]!.done() === tasks[1]!.done(), "no getter waits beside an item");
  check(chosen === undefined || cut !== null || got[0] === chosen, "the first getter in line gets the item");
  yield* end(tasks);
}

/** A queue that is filled by two tasks, and emptied by a third: in the order that it promises. */
function ordered(make: (sync: Sync) => sync.Queue<number>, expected: (put: number[]) => number[]): Exercise {
  return function* (sync, cut) {
    const queue = make(sync);
    const put: number[] = [];
    const fill = (items: number[]) => (): Coroutine<void> =>
      (function* () {
        for (const item of items) {
          yield* queue.put(item);
          put.push(item);
          yield* sleep(0);
        }
      })();
    const tasks = yield* settle(cut, [fill([3, 1, 5]), fill([4, 2, 6])]);
    const got: number[] = [];
    while (!queue.empty()) got.push(yield* queue.get());
    check(got.join() === expected(put).join(), `items come out in order: ${got.join()}, expected ${expected(put).join()}`);
    yield* end(tasks);
  };
}

/** A bounded semaphore refuses the release of a permit that it did not give. */
function* releases(sync: Sync): Coroutine<void> {
  const semaphore = new sync.BoundedSemaphore(2);
  for (const permits of [1, 2]) {
    for (let i = 0; i < permits; i++) yield* semaphore.acquire();
    for (let i = 0; i < permits; i++) semaphore.release();
    let refused = false;
    try {
      semaphore.release();
    } catch (error) {
      refused = error instanceof RangeError;
    }
    check(refused, "a release too many throws");
  }
}

/** A full queue, two putters and one getter: the room is not lost with a cancelled putter. */
function* oneRoom(sync: Sync, cut: Cut | null): Coroutine<void> {
  const queue = new sync.Queue<number>(1);
  queue.putNowait(0);
  function* put(): Coroutine<void> {
    yield* queue.put(1);
  }
  const tasks = yield* settle(cut, [
    put,
    put,
    function* () {
      yield* queue.get();
    },
  ]);
  const waiting = tasks.slice(0, 2).filter((task) => !task.done()).length;
  check(waiting === 0 || queue.full(), "no putter waits beside room");
  yield* end(tasks);
}

function* shutdown(sync: Sync, cut: Cut | null): Coroutine<void> {
  const queue = new sync.Queue<number>(1);
  const got: number[] = [];
  const drain = (): Coroutine<void> =>
    (function* () {
      for (;;) {
        try {
          got.push(yield* queue.get());
        } catch (error) {
          if (error instanceof CancelledError) throw error;
          check(error instanceof sync.QueueShutDown, "getters end with QueueShutDown");
          return;
        }
      }
    })();
  const tasks = yield* settle(cut, [
    drain,
    drain,
    function* () {
      yield* queue.put(1);
      yield* queue.put(2);
      queue.shutdown();
    },
  ]);
  if (tasks[2]!.cancelled()) queue.shutdown();
  yield* sleep(LONG);
  allDone(tasks);
  check(cut !== null || got.join() === "1,2", "a shut down queue delivers what it holds");
}

/** One or more exercises a primitive, each with its number of tasks. */
export const exercises: Record<string, readonly (readonly [tasks: number, exercise: Exercise])[]> = {
  Lock: [[3, exclusion((sync) => new sync.Lock(), 1)]],
  Semaphore: [
    [3, exclusion((sync) => new sync.Semaphore(1), 1)],
    [3, exclusion((sync) => new sync.Semaphore(2), 2)],
  ],
  BoundedSemaphore: [
    [3, exclusion((sync) => new sync.BoundedSemaphore(1), 1)],
    [0, releases],
  ],
  Event: [[3, event]],
  Condition: [
    [3, condition],
    [3, oneToken],
  ],
  Barrier: [[3, barrier]],
  Queue: [
    [4, queue((sync) => new sync.Queue(1))],
    [3, oneItem],
    [3, oneRoom],
    [3, shutdown],
    [
      2,
      ordered(
        (sync) => new sync.Queue(),
        (put) => put,
      ),
    ],
  ],
  LifoQueue: [
    [4, queue((sync) => new sync.LifoQueue())],
    [
      2,
      ordered(
        (sync) => new sync.LifoQueue(),
        (put) => [...put].reverse(),
      ),
    ],
  ],
  PriorityQueue: [
    [4, queue((sync) => new sync.PriorityQueue())],
    [
      2,
      ordered(
        (sync) => new sync.PriorityQueue(),
        (put) => [...put].sort((a, b) => a - b),
      ),
    ],
  ],
};
