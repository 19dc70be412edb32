import { Barrier, BoundedSemaphore, Condition, Event, LifoQueue, Lock, PriorityQueue, Queue, Semaphore } from "@asyncio-ts/sync";
import { type Coroutine, createTask, type Task } from "@asyncio-ts/tasks";
import { describe, expect, test } from "vitest";
import { passes } from "./passes.ts";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

/** Something that gives one turn at a time to those who wait for it. */
interface Turns {
  /** Waits for a turn. */
  take(): Coroutine<unknown>;
  /** Gives one turn, in this very step. */
  give(): Coroutine<void>;
}

function* lockTurns(): Coroutine<Turns> {
  const lock = new Lock();
  yield* lock.acquire();
  return {
    take: () => lock.acquire(),
    *give() {
      lock.release();
    },
  };
}

function* semaphoreTurns(semaphore: Semaphore): Coroutine<Turns> {
  while (!semaphore.locked()) yield* semaphore.acquire();
  return {
    take: () => semaphore.acquire(),
    *give() {
      semaphore.release();
    },
  };
}

function* conditionTurns(): Coroutine<Turns> {
  const condition = new Condition();
  let turns = 0;
  return {
    take: () =>
      condition.use(function* () {
        yield* condition.waitFor(() => turns > 0);
        turns--;
      }),
    give: () =>
      condition.use(function* () {
        turns++;
        condition.notify();
      }),
  };
}

function* getTurns(queue: Queue<number>): Coroutine<Turns> {
  return {
    take: () => queue.get(),
    *give() {
      queue.putNowait(1);
    },
  };
}

function* putTurns(queue: Queue<number>): Coroutine<Turns> {
  while (!queue.full()) queue.putNowait(1);
  return {
    take: () => queue.put(1),
    *give() {
      queue.getNowait();
    },
  };
}

describe.each([
  { what: "Lock", make: lockTurns },
  { what: "Semaphore", make: () => semaphoreTurns(new Semaphore(2)) },
  { what: "BoundedSemaphore", make: () => semaphoreTurns(new BoundedSemaphore(3)) },
  // A cancelled wait of a condition wakes another without cause, which then waits again, behind the others.
  { what: "Condition", make: conditionTurns, movesBack: true },
  { what: "get() of a Queue", make: () => getTurns(new Queue()) },
  { what: "get() of a LifoQueue", make: () => getTurns(new LifoQueue()) },
  { what: "get() of a PriorityQueue", make: () => getTurns(new PriorityQueue()) },
  { what: "put() into a Queue", make: () => putTurns(new Queue(2)) },
  { what: "put() into a LifoQueue", make: () => putTurns(new LifoQueue(1)) },
  { what: "put() into a PriorityQueue", make: () => putTurns(new PriorityQueue(1)) },
])("$what", ({ make, movesBack = false }) => {
  const [next, last] = movesBack ? ["c", "b"] : ["b", "c"];

  /** Has three tasks wait; gives them, the turns, and the names of those that had one. */
  function* three() {
    const turns = yield* make();
    const had: string[] = [];
    const wait = (name: string) =>
      createTask(function* () {
        yield* turns.take();
        had.push(name);
      });
    const tasks = [wait("a"), wait("b"), wait("c")] as const;
    yield* passes(2);
    expect(had).toEqual([]);
    return { turns, had, tasks, wait };
  }

  /** Gives one turn, and lets whoever gets it have it. */
  function* oneTurn(turns: Turns) {
    yield* turns.give();
    yield* passes(5);
  }

  /** Cancelled, without what is still to come to it. */
  const isCancelled = (task: Task<unknown>) => task.cancelled();

  test("one cancelled while it waits leaves its turn to those behind", () => {
    virtually(function* () {
      const { turns, had, tasks } = yield* three();
      tasks[0].cancel();
      yield* passes(5);
      yield* oneTurn(turns);
      expect(had).toEqual([next]);
      yield* oneTurn(turns);
      expect(had).toEqual([next, last]);
      expect(tasks.map(isCancelled)).toEqual([true, false, false]);
    });
  });

  test("one cancelled in the middle of the line leaves its turn to those behind", () => {
    virtually(function* () {
      const { turns, had, tasks } = yield* three();
      tasks[1].cancel();
      yield* passes(5);
      yield* oneTurn(turns);
      yield* oneTurn(turns);
      expect(had).toEqual(movesBack ? ["c", "a"] : ["a", "c"]);
      expect(tasks.map(isCancelled)).toEqual([false, true, false]);
    });
  });

  test("one cancelled in the step of the turn, before it, leaves it to those behind", () => {
    virtually(function* () {
      const { turns, had, tasks } = yield* three();
      tasks[0].cancel();
      yield* oneTurn(turns);
      expect(had).toEqual(["b"]);
      yield* oneTurn(turns);
      expect(had).toEqual(["b", "c"]);
      expect(tasks.map(isCancelled)).toEqual([true, false, false]);
    });
  });

  test("one cancelled when it is woken but has not run yet leaves its turn to those behind", () => {
    virtually(function* () {
      const { turns, had, tasks } = yield* three();
      yield* turns.give();
      tasks[0].cancel();
      yield* passes(5);
      expect(had).toEqual(["b"]);
      yield* oneTurn(turns);
      expect(had).toEqual(["b", "c"]);
      expect(tasks.map(isCancelled)).toEqual([true, false, false]);
    });
  });

  test("two cancelled, one woken and one behind it, leave the turn to the third", () => {
    virtually(function* () {
      const { turns, had, tasks } = yield* three();
      yield* turns.give();
      tasks[0].cancel();
      tasks[1].cancel();
      yield* passes(5);
      expect(had).toEqual(["c"]);
      expect(tasks.map(isCancelled)).toEqual([true, true, false]);
    });
  });

  test("one cancelled when it has run keeps its turn", () => {
    virtually(function* () {
      const { turns, had, tasks } = yield* three();
      yield* oneTurn(turns);
      expect(tasks[0].cancel()).toBe(false);
      yield* passes(5);
      expect(had).toEqual(["a"]);
      yield* oneTurn(turns);
      expect(had).toEqual(["a", "b"]);
      expect(tasks.map(isCancelled)).toEqual([false, false, false]);
    });
  });

  test("a turn that all who waited were cancelled for is the newcomer's", () => {
    virtually(function* () {
      const { turns, had, tasks, wait } = yield* three();
      yield* turns.give();
      for (const task of tasks) task.cancel();
      wait("newcomer");
      yield* passes(5);
      expect(had).toEqual(["newcomer"]);
      expect(tasks.map(isCancelled)).toEqual([true, true, true]);
    });
  });
});

describe("Event", () => {
  test.each([
    { when: "while it waits", set: 0 },
    { when: "when it is woken but has not run yet", set: 1 },
    { when: "when it has run", set: 2 },
  ])("one cancelled $when leaves the others free", ({ set }) => {
    virtually(function* () {
      const event = new Event();
      const tasks = [0, 1, 2].map(() => createTask(event.wait()));
      yield* passes();
      if (set > 0) event.set();
      if (set > 1) yield* passes(2);
      expect(tasks[1]!.cancel()).toBe(set < 2);
      yield* passes(2);
      event.set();
      yield* passes(2);
      expect(tasks.map((task) => task.cancelled())).toEqual([false, set < 2, false]);
      expect(String(event)).toBe("<Event [set]>");
    });
  });
});

describe("Barrier", () => {
  test("one cancelled while it waits is not counted", () => {
    virtually(function* () {
      const barrier = new Barrier(3);
      const [first, second] = [createTask(barrier.wait()), createTask(barrier.wait())];
      yield* passes();
      first.cancel();
      yield* passes(3);
      expect([barrier.nWaiting, first.cancelled(), second.done()]).toEqual([1, true, false]);
    });
  });

  test("one cancelled when it is woken but has not run yet leaves the others through, and the barrier usable", () => {
    virtually(function* () {
      const barrier = new Barrier(3);
      const [first, second] = [createTask(barrier.wait()), createTask(barrier.wait())];
      yield* passes();
      yield* barrier.wait();
      first.cancel();
      yield* passes(3);
      expect([first.cancelled(), second.result()]).toEqual([true, 1]);
      expect(String(barrier)).toBe("<Barrier [filling, waiters:0/3]>");
    });
  });

  test("one cancelled when it has run is through", () => {
    virtually(function* () {
      const barrier = new Barrier(2);
      const first = createTask(barrier.wait());
      yield* passes();
      yield* barrier.wait();
      yield* passes(2);
      expect([first.cancel(), first.result()]).toEqual([false, 0]);
      expect(String(barrier)).toBe("<Barrier [filling, waiters:0/2]>");
    });
  });
});

describe("join()", () => {
  test.each([
    { when: "while it waits", done: 0 },
    { when: "when it is woken but has not run yet", done: 1 },
    { when: "when it has run", done: 2 },
  ])("one cancelled $when leaves the others free", ({ done }) => {
    virtually(function* () {
      const queue = new Queue<number>();
      queue.putNowait(1);
      const tasks = [0, 1, 2].map(() => createTask(queue.join()));
      yield* passes();
      if (done > 0) queue.taskDone();
      if (done > 1) yield* passes(2);
      expect(tasks[1]!.cancel()).toBe(done < 2);
      yield* passes(2);
      if (done === 0) queue.taskDone();
      yield* passes(2);
      expect(tasks.map((task) => task.cancelled())).toEqual([false, done < 2, false]);
      expect(tasks.every((task) => task.done())).toBe(true);
    });
  });
});
