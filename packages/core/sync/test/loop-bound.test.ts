import { Barrier, Condition, Event, Lock, Queue, Semaphore } from "@asyncio-ts/sync";
import { type Coroutine, createTask, getRunningLoop, HostLoop, run, sleep } from "@asyncio-ts/tasks";
import { virtually } from "@asyncio-ts/testing";
import { describe, expect, test } from "vitest";
import { passes } from "./passes.ts";

/** Two ways of using a primitive. */
interface Use {
  /** Does not wait. */
  uncontended(): Coroutine<void>;
  /** Waits, and wakes itself. */
  contended(): Coroutine<void>;
}

function useOfAcquire(primitive: Lock | Semaphore): Use {
  return {
    *uncontended() {
      using _ = yield* primitive.acquire();
    },
    *contended() {
      const permit = yield* primitive.acquire();
      const waiting = createTask(this.uncontended());
      yield* passes();
      permit[Symbol.dispose]();
      yield* waiting;
    },
  };
}

function useOfEvent(event: Event): Use {
  return {
    *uncontended() {
      event.set();
      yield* event.wait();
      event.clear();
    },
    *contended() {
      const waiting = createTask(event.wait());
      yield* passes();
      event.set();
      event.clear();
      yield* waiting;
    },
  };
}

function useOfCondition(condition: Condition): Use {
  return {
    *uncontended() {
      yield* condition.use(function* () {
        condition.notify();
      });
    },
    *contended() {
      const waiting = createTask(condition.use(() => condition.wait()));
      yield* passes();
      yield* this.uncontended();
      yield* waiting;
    },
  };
}

function useOfBarrier(barrier: Barrier): Use {
  return {
    uncontended: () => barrier.reset(),
    *contended() {
      const waiting = createTask(barrier.wait());
      yield* passes();
      if (!waiting.done()) yield* barrier.wait();
      yield* waiting;
    },
  };
}

function useOfGet(queue: Queue<number>): Use {
  return {
    *uncontended() {
      yield* queue.put(1);
      yield* queue.get();
    },
    *contended() {
      const getting = createTask(queue.get());
      yield* passes();
      yield* queue.put(1);
      yield* getting;
    },
  };
}

function useOfPut(queue: Queue<number>): Use {
  return {
    *uncontended() {
      yield* queue.put(1);
      yield* queue.get();
    },
    *contended() {
      yield* queue.put(1);
      const putting = createTask(queue.put(2));
      yield* passes();
      queue.getNowait();
      yield* putting;
      queue.getNowait();
    },
  };
}

function useOfJoin(queue: Queue<number>): Use {
  return {
    *uncontended() {
      yield* queue.join();
    },
    *contended() {
      queue.putNowait(1);
      const joining = createTask(queue.join());
      yield* passes();
      queue.getNowait();
      queue.taskDone();
      yield* joining;
    },
  };
}

describe.each([
  { what: "Lock", make: () => useOfAcquire(new Lock()) },
  { what: "Semaphore", make: () => useOfAcquire(new Semaphore()) },
  { what: "Event", make: () => useOfEvent(new Event()) },
  { what: "Condition", make: () => useOfCondition(new Condition()) },
  { what: "Barrier", make: () => useOfBarrier(new Barrier(2)) },
  { what: "Queue, getting", make: () => useOfGet(new Queue()) },
  { what: "Queue, putting", make: () => useOfPut(new Queue(1)) },
  { what: "Queue, joining", make: () => useOfJoin(new Queue()) },
])("$what", ({ what, make }) => {
  const named = new RegExp(`^<${what.split(",")[0]} .*> is bound to a different event loop$`);

  test("rule 31: its first contended use binds it to the loop; contended use on another loop throws an Error that names it", () => {
    const use = make();
    virtually(() => use.contended())();
    expect(() => virtually(() => use.contended())()).toThrow(named);
  });

  test("rule 31: uncontended use does not bind it to a loop", () => {
    const use = make();
    virtually(() => use.uncontended())();
    virtually(() => use.uncontended())();
    virtually(() => use.contended())();
    expect(() => virtually(() => use.contended())()).toThrow(named);
  });

  test("rule 31: uncontended use works on every loop even after it is bound", () => {
    const use = make();
    virtually(() => use.contended())();
    virtually(() => use.uncontended())();
  });
});

// CPython: test_locks.ConditionTests.test_ambiguous_loops
test("rule 31: a condition and its lock are each bound to a loop by their own waits", () => {
  const lock = new Lock();
  const condition = new Condition(lock);
  virtually(() => useOfAcquire(lock).contended())();
  virtually(() => useOfCondition(condition).contended())();
  expect(() => virtually(() => useOfCondition(condition).contended())()).toThrow(/^<Condition .*> is bound/);
  expect(() => virtually(() => useOfAcquire(lock).contended())()).toThrow(/^<Lock .*> is bound/);
});

test("host loops of one thread share a lock, and each task is woken on its own loop", async () => {
  const lock = new Lock();
  const other = new HostLoop();
  const log: string[] = [];
  function* hold(name: string) {
    const loop = getRunningLoop();
    using _ = yield* lock.acquire();
    expect(getRunningLoop()).toBe(loop);
    log.push(`${name} in`);
    yield* sleep(1);
    log.push(`${name} out`);
  }
  await Promise.all([run(hold("run")), other.createTask(hold("task")), run(hold("second run"))]);
  expect(log).toEqual(["run in", "run out", "task in", "task out", "second run in", "second run out"]);
  expect(() => virtually(() => useOfAcquire(lock).contended())()).toThrow("is bound to a different event loop");
  other.close();
});

test("a queue hands items from a task of one host loop to a task of another", async () => {
  const queue = new Queue<number>(1);
  const other = new HostLoop();
  const consumer = other.createTask(function* () {
    return [yield* queue.get(), yield* queue.get(), yield* queue.get()];
  });
  await run(function* () {
    for (const item of [1, 2, 3]) yield* queue.put(item);
  });
  expect(await consumer).toEqual([1, 2, 3]);
  other.close();
});
