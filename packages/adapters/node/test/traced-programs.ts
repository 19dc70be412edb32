import {
  asCompleted,
  CancelledError,
  type Coroutine,
  createTask,
  forEach,
  gather,
  gatherSettled,
  getRunningLoop,
  shield,
  sleep,
  taskGroup,
  timeout,
  TimeoutError,
  wait,
  waitFor,
} from "@asyncio-ts/tasks";
import { Barrier, Condition, Event, Lock, Queue, Semaphore } from "@asyncio-ts/sync";

/** A program, and the function that takes the lines of its trace. */
export type Program = (log: (line: unknown) => void) => Coroutine<unknown>;

// Deadlines that are created at different times lie far apart, because real loops are late by some milliseconds.

export const programs: Readonly<Record<string, Program>> = {
  *"sleeps end by deadline"(log) {
    yield* gather(...[30, 10, 20, 10].map((ms, index) => sleepThen(ms, () => log(`${index}: ${ms}`))));
  },
  *"tasks take turns"(log) {
    const turns = function* (name: string): Coroutine<void> {
      for (let i = 0; i < 3; i++) {
        log(name + i);
        yield* sleep(0);
      }
    };
    yield* gather(turns("a"), turns("b"), turns("c"));
  },
  *"a failure cancels the rest of a group"(log) {
    try {
      yield* taskGroup(function* (group) {
        group.createTask(function* () {
          try {
            yield* sleep(60_000);
          } finally {
            yield* sleep(1);
            log("cleaned up");
          }
        });
        group.createTask(function* () {
          yield* sleep(5);
          throw new RangeError("broken");
        });
      });
    } catch (error) {
      log(String(error));
    }
  },
  *"a timeout ends a body"(log) {
    try {
      yield* timeout(5, function* () {
        yield* sleep(60_000);
      });
    } catch (error) {
      log(error instanceof TimeoutError);
    }
    log(yield* waitFor(sleep(1, "in time"), 60_000));
  },
  *"a bounded queue holds its producer"(log) {
    const queue = new Queue<number>(2);
    const producer = createTask(function* () {
      for (let i = 0; i < 6; i++) {
        yield* queue.put(i);
        log(`put ${i}`);
      }
      queue.shutdown();
    });
    yield* forEach(queue, function* (item) {
      log(`got ${item}`);
      yield* sleep(1);
    });
    yield* producer;
  },
  *"a lock is fair"(log) {
    const lock = new Lock();
    const worker = function* (name: string): Coroutine<void> {
      for (let i = 0; i < 2; i++) {
        yield* lock.acquire();
        log(`${name} in`);
        yield* sleep(1);
        log(`${name} out`);
        lock.release();
      }
    };
    yield* gather(worker("a"), worker("b"), worker("c"));
  },
  *"a condition wakes its waiters"(log) {
    const condition = new Condition();
    let stock = 0;
    const taker = (name: string) =>
      createTask(function* () {
        yield* condition.use(function* () {
          yield* condition.waitFor(() => stock > 0);
          stock--;
          log(`${name} took one`);
        });
      });
    const takers = [taker("a"), taker("b")];
    for (let i = 0; i < 2; i++) {
      yield* sleep(1);
      yield* condition.use(function* () {
        stock++;
        condition.notify();
      });
    }
    yield* gather(...takers);
  },
  *"a shielded task survives its waiter"(log) {
    const inner = createTask(function* () {
      yield* sleep(300);
      log("inner done");
      return "kept";
    });
    const outer = createTask(function* () {
      yield* shield(inner);
    });
    yield* sleep(1);
    outer.cancel();
    const [outcome] = yield* gatherSettled(outer);
    log(outcome.status);
    log(yield* inner);
  },
  *"results arrive by completion"(log) {
    yield* forEach(asCompleted([sleep(60, "c"), sleep(5, "a"), sleep(30, "b")]), function* (task) {
      log(yield* task);
    });
    const { done, pending } = yield* wait([createTask(sleep(1)), createTask(sleep(60_000))], { returnWhen: "FIRST_COMPLETED" });
    log(`${done.size} done, ${pending.size} pending`);
  },
  *"callbacks keep their order"(log) {
    const loop = getRunningLoop();
    const over = new Event();
    const now = loop.time();
    loop.callAt(now + 40, () => over.set());
    loop.callAt(now + 20, log, "at 20");
    loop.callAt(now + 20, log, "at 20, too");
    loop.callLater(0, log, "later");
    loop.callSoon(log, "soon");
    yield* over.wait();
  },
  *"a cancelled task may refuse once"(log) {
    const stubborn = createTask(function* () {
      try {
        yield* sleep(60_000);
      } catch (error) {
        log(error instanceof CancelledError);
        yield* sleep(1);
        return "went on";
      }
      return "never";
    });
    yield* sleep(1);
    stubborn.cancel();
    log(yield* stubborn);
    log(stubborn.cancelling());
  },
  *"a semaphore and a barrier bound tasks"(log) {
    const semaphore = new Semaphore(2);
    const barrier = new Barrier(3);
    let inside = 0;
    const worker = function* (name: string): Coroutine<void> {
      yield* semaphore.acquire();
      log(`${name} enters as ${++inside}`);
      yield* sleep(0);
      inside--;
      semaphore.release();
      log(`${name} is ${yield* barrier.wait()} at the barrier`);
    };
    yield* gather(worker("a"), worker("b"), worker("c"));
  },
};

function* sleepThen(ms: number, then: () => void): Coroutine<void> {
  yield* sleep(ms);
  then();
}
