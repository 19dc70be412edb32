import { Lock, Queue, Semaphore } from "@asyncio-ts/sync";
import { type Coroutine, createTask, gather, isCoroutine, isCoroutineFunction, TimeoutError, waitFor } from "@asyncio-ts/tasks";
import { describe, expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

/** Something that is taken by now, and given to one at a time. */
interface Turns {
  take(): Coroutine<unknown>;
  give(): void;
  /** Shows how many wait. */
  toString(): string;
}

function lockTurns(): Turns {
  const lock = new Lock();
  lock.acquire().next();
  return { take: () => lock.acquire(), give: () => lock.release(), toString: () => String(lock) };
}

function semaphoreTurns(): Turns {
  const semaphore = new Semaphore(0);
  return { take: () => semaphore.acquire(), give: () => semaphore.release(), toString: () => String(semaphore) };
}

function getTurns(): Turns {
  const queue = new Queue<number>();
  return { take: () => queue.get(), give: () => queue.putNowait(1), toString: () => String(queue) };
}

function putTurns(): Turns {
  const queue = new Queue<number>(1);
  queue.putNowait(1);
  return { take: () => queue.put(1), give: () => void queue.getNowait(), toString: () => String(queue) };
}

function caught(fails: () => unknown): unknown {
  try {
    return fails();
  } catch (error) {
    return error;
  }
}

const over = { done: true, value: undefined };

test.each([
  { of: new Lock(), name: "acquire" },
  { of: new Semaphore(), name: "acquire" },
  { of: new Queue(), name: "get" },
  { of: new Queue(), name: "put" },
])("$name() is known as a coroutine function, and makes coroutines", ({ of, name }) => {
  const method = Reflect.get(of, name) as () => unknown;
  expect(isCoroutineFunction(method)).toBe(true);
  expect(isCoroutine(method.call(of))).toBe(true);
});

describe.each([
  { what: "acquire() of a Lock", make: lockTurns },
  { what: "acquire() of a Semaphore", make: semaphoreTurns },
  { what: "get() of a Queue", make: getTurns },
  { what: "put() into a Queue", make: putTurns },
])("$what", ({ make }) => {
  test("closed before it began, it gives the value, and never takes a turn", () => {
    virtually(function* () {
      const turns = make();
      const closed = turns.take();
      expect(closed.return("value")).toEqual({ done: true, value: "value" });
      turns.give();
      expect({ ...closed.next() }).toEqual(over);
      yield* waitFor(turns.take(), 1);
    });
  });

  describe.each([
    { how: "closed", end: (coroutine: Coroutine<unknown>) => coroutine.return("end").value },
    { how: "thrown into", end: (coroutine: Coroutine<unknown>) => caught(() => coroutine.throw("end")) },
  ])("$how", ({ end }) => {
    test("while it waits, it leaves the line", () => {
      virtually(function* () {
        const turns = make();
        const empty = String(turns);
        const first = turns.take();
        first.next();
        expect(String(turns)).not.toBe(empty);
        expect(end(first)).toBe("end");
        expect(String(turns)).toBe(empty);
        turns.give();
        expect({ ...first.next() }).toEqual(over);
        yield* waitFor(turns.take(), 1);
      });
    });

    test("while others wait, before and behind it, it leaves them their turns", () => {
      virtually(function* () {
        const turns = make();
        const before = createTask(turns.take());
        yield* passes();
        const first = turns.take();
        first.next();
        const behind = createTask(turns.take());
        yield* passes();
        expect(end(first)).toBe("end");
        yield* passes();
        expect([before.done(), behind.done()]).toEqual([false, false]);
        turns.give();
        yield* waitFor(before, 1);
        turns.give();
        yield* waitFor(behind, 1);
      });
    });

    test("once it was woken, it passes its turn on", () => {
      virtually(function* () {
        const turns = make();
        const first = turns.take();
        first.next();
        const second = createTask(turns.take());
        yield* passes();
        turns.give();
        expect(end(first)).toBe("end");
        yield* waitFor(second, 1);
      });
    });

    test("once it was woken and nobody else waits, it leaves its turn to the next who comes, and to one only", () => {
      virtually(function* () {
        const turns = make();
        const first = turns.take();
        first.next();
        turns.give();
        expect(end(first)).toBe("end");
        expect(end(first)).toBe("end");
        yield* waitFor(turns.take(), 1);
        expect(yield* thrown(waitFor(turns.take(), 1))).toBeInstanceOf(TimeoutError);
      });
    });
  });

  test("cancelled before its first step, its task never takes a turn", () => {
    virtually(function* () {
      const turns = make();
      const cancelled = createTask(turns.take());
      cancelled.cancel();
      yield* passes();
      expect(cancelled.cancelled()).toBe(true);
      turns.give();
      yield* waitFor(turns.take(), 1);
    });
  });

  test("it may be a task's own coroutine, one of many gathered, or waited for, and so may its function", () => {
    virtually(function* () {
      const turns = make();
      const waiting = [
        createTask(turns.take()),
        createTask(() => turns.take()),
        gather(turns.take(), () => turns.take()),
        createTask(waitFor(turns.take(), 100)),
        createTask(waitFor(() => turns.take(), 100)),
      ];
      yield* passes(2);
      for (let given = 0; given < 6; given++) {
        expect(waiting.every((future) => future.done())).toBe(false);
        turns.give();
        yield* passes(5);
      }
      expect(waiting.map((future) => future.exception())).toEqual([null, null, null, null, null]);
    });
  });

  test("awaited again, it throws and takes no second turn", () => {
    virtually(function* () {
      const turns = make();
      const once = turns.take();
      turns.give();
      yield* once;
      turns.give();
      expect((yield* thrown(once)).message).toBe("cannot reuse already awaited coroutine");
      yield* waitFor(turns.take(), 1);
    });
  });

  // JavaScriptCore hides where a task waits: stacks show no lines.
  test.skipIf(on("Bun"))("a task that waits shows who waits, and nothing of ours", () => {
    virtually(function* () {
      const turns = make();
      const task = createTask(function* waiting() {
        yield* turns.take();
      });
      yield* passes();
      expect(task.getStack().map(({ name }) => name)).toEqual(["waiting"]);
      turns.give();
      yield* task;
    });
  });
});
