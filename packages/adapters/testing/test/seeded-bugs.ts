import type { Coroutine } from "@asyncio-ts/tasks";
import { createTask, Future, gather, sleep, timeout } from "@asyncio-ts/tasks";

/** Programs with one bug each, which asyncio's own order does not show. */
export const seededBugs: Record<string, () => Coroutine<unknown>> = {
  *"lost update"() {
    let balance = 0;
    function* deposit(ms: number): Coroutine<void> {
      yield* sleep(ms);
      const before = balance;
      yield* sleep(0);
      balance = before + 1;
    }
    yield* gather(deposit(10), deposit(20));
    expectEqual(balance, 2);
  },

  *"check-then-act"() {
    let loads = 0;
    let loaded: string | null = null;
    function* load(): Coroutine<void> {
      if (loaded !== null) return;
      yield* sleep(5);
      loads++;
      loaded = "value";
    }
    function* late(): Coroutine<void> {
      yield* sleep(6);
      yield* load();
    }
    yield* gather(load(), late());
    expectEqual(loads, 1);
  },

  *"lost wake-up"() {
    let ready = false;
    let waiter: Future<void> | null = null;
    function* consume(): Coroutine<void> {
      if (ready) return;
      yield* sleep(1);
      waiter = new Future<void>();
      yield* waiter;
    }
    function* produce(): Coroutine<void> {
      yield* sleep(2);
      ready = true;
      waiter?.setResult();
    }
    yield* gather(consume(), produce());
  },

  *"ABBA deadlock"() {
    const [a, b] = [new FutureLock(), new FutureLock()];
    function* move(first: FutureLock, second: FutureLock, ms: number): Coroutine<void> {
      yield* sleep(ms);
      yield* first.acquire();
      yield* sleep(0);
      yield* second.acquire();
      second.release();
      first.release();
    }
    yield* gather(move(a, b, 1), move(b, a, 4));
  },

  *"item lost by a cancelled getter"() {
    const queue = new LossyQueue();
    const got: number[] = [];
    function* get(): Coroutine<void> {
      got.push(yield* queue.get());
    }
    const first = createTask(get());
    const second = createTask(get());
    yield* sleep(5);
    const putter = createTask(function* () {
      yield* sleep(0);
      queue.put(1);
    });
    const canceller = createTask(function* () {
      yield* sleep(0);
      yield* sleep(0);
      first.cancel();
    });
    yield* gather(putter, canceller);
    queue.put(2);
    yield* sleep(5);
    second.cancel();
    expectEqual(got.length + queue.items.length, 2);
  },

  *"equal timers"() {
    const log: string[] = [];
    function* at(ms: number, name: string): Coroutine<void> {
      yield* sleep(ms);
      log.push(name);
    }
    yield* gather(at(10, "open"), at(10, "use"));
    expectEqual(log.join(), "open,use");
  },

  *starvation() {
    let steps = 0;
    const worker = createTask(function* () {
      for (; steps < 30; steps++) yield* sleep(0);
      return "done";
    });
    const value = yield* timeout(20, function* () {
      return yield* worker;
    });
    expectEqual(value, "done");
  },
};

function expectEqual(got: unknown, expected: unknown): void {
  if (got !== expected) throw new Error(`expected ${String(expected)}, got ${String(got)}`);
}

/** A lock of two futures: correct, and independent of the package of primitives. */
class FutureLock {
  #held = false;
  readonly #waiters: Future<void>[] = [];

  *acquire(): Coroutine<void> {
    while (this.#held) {
      const waiter = new Future<void>();
      this.#waiters.push(waiter);
      yield* waiter;
    }
    this.#held = true;
  }

  release(): void {
    this.#held = false;
    this.#waiters.shift()?.setResult();
  }
}

/** A queue that hands the wake-up to a getter which may be cancelled before its step. */
class LossyQueue {
  readonly items: number[] = [];
  readonly #getters: Future<number>[] = [];

  put(item: number): void {
    const getter = this.#getters.find((future) => !future.done());
    if (getter === undefined) this.items.push(item);
    else getter.setResult(item);
  }

  *get(): Coroutine<number> {
    const item = this.items.shift();
    if (item !== undefined) return item;
    const getter = new Future<number>();
    this.#getters.push(getter);
    return yield* getter;
  }
}
