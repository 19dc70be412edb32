import { on } from "@asyncio-ts/test-helpers/runtime";
import { Lock, Queue, Semaphore } from "@asyncio-ts/sync";
import { type Coroutine, createTask, gather, isCoroutine, isCoroutineFunction, TimeoutError, waitFor } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { passes } from "./passes.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

/** A resource that is not available at first. Each release lets one task acquire it. */
interface Resource {
  acquire(): Coroutine<unknown>;
  release(): void;
  /** Shows the number of waiters. */
  toString(): string;
}

function lockResource(): Resource {
  const lock = new Lock();
  lock.acquire().next();
  return { acquire: () => lock.acquire(), release: () => lock.release(), toString: () => String(lock) };
}

function semaphoreResource(): Resource {
  const semaphore = new Semaphore(0);
  return { acquire: () => semaphore.acquire(), release: () => semaphore.release(), toString: () => String(semaphore) };
}

function getResource(): Resource {
  const queue = new Queue<number>();
  return { acquire: () => queue.get(), release: () => queue.putNowait(1), toString: () => String(queue) };
}

function putResource(): Resource {
  const queue = new Queue<number>(1);
  queue.putNowait(1);
  return { acquire: () => queue.put(1), release: () => void queue.getNowait(), toString: () => String(queue) };
}

function caught(fails: () => unknown): unknown {
  try {
    return fails();
  } catch (error) {
    return error;
  }
}

const finished = { done: true, value: undefined };

plain.each([
  { of: new Lock(), name: "acquire" },
  { of: new Semaphore(), name: "acquire" },
  { of: new Queue(), name: "get" },
  { of: new Queue(), name: "put" },
])("$name() is a coroutine function and returns a coroutine", ({ of, name }) => {
  const method = Reflect.get(of, name) as () => unknown;
  expect(isCoroutineFunction(method)).toBe(true);
  expect(isCoroutine(method.call(of))).toBe(true);
});

describe.each([
  { what: "acquire() of a Lock", make: lockResource },
  { what: "acquire() of a Semaphore", make: semaphoreResource },
  { what: "get() of a Queue", make: getResource },
  { what: "put() into a Queue", make: putResource },
])("$what", ({ make }) => {
  test("return() before the first step returns its value and consumes no release", function* () {
    const resource = make();
    const closed = resource.acquire();
    expect(closed.return("value")).toEqual({ done: true, value: "value" });
    resource.release();
    expect({ ...closed.next() }).toEqual(finished);
    yield* waitFor(resource.acquire(), 1);
  });

  describe.each([
    { how: "return()", end: (coroutine: Coroutine<unknown>) => coroutine.return("end").value },
    { how: "throw()", end: (coroutine: Coroutine<unknown>) => caught(() => coroutine.throw("end")) },
  ])("$how", ({ end }) => {
    test("while it waits removes its waiter, and consumes no release", function* () {
      const resource = make();
      const empty = String(resource);
      const first = resource.acquire();
      first.next();
      expect(String(resource)).not.toBe(empty);
      expect(end(first)).toBe("end");
      expect(String(resource)).toBe(empty);
      resource.release();
      expect({ ...first.next() }).toEqual(finished);
      yield* waitFor(resource.acquire(), 1);
    });

    test("while it waits wakes no other waiter; the waiters around it acquire in order", function* () {
      const resource = make();
      const before = createTask(resource.acquire());
      yield* passes();
      const first = resource.acquire();
      first.next();
      const behind = createTask(resource.acquire());
      yield* passes();
      expect(end(first)).toBe("end");
      yield* passes();
      expect([before.done(), behind.done()]).toEqual([false, false]);
      resource.release();
      yield* waitFor(before, 1);
      resource.release();
      yield* waitFor(behind, 1);
    });

    test("after its wake-up wakes the next waiter", function* () {
      const resource = make();
      const first = resource.acquire();
      first.next();
      const second = createTask(resource.acquire());
      yield* passes();
      resource.release();
      expect(end(first)).toBe("end");
      yield* waitFor(second, 1);
    });

    test("after its wake-up, called twice without other waiters, leaves the release to one newcomer only", function* () {
      const resource = make();
      const first = resource.acquire();
      first.next();
      resource.release();
      expect(end(first)).toBe("end");
      expect(end(first)).toBe("end");
      yield* waitFor(resource.acquire(), 1);
      expect(yield* thrown(waitFor(resource.acquire(), 1))).toBeInstanceOf(TimeoutError);
    });
  });

  test("a task cancelled before its first step consumes no release", function* () {
    const resource = make();
    const cancelled = createTask(resource.acquire());
    cancelled.cancel();
    yield* passes();
    expect(cancelled.cancelled()).toBe(true);
    resource.release();
    yield* waitFor(resource.acquire(), 1);
  });

  test("createTask(), gather() and waitFor() take the coroutine or the function that returns it", function* () {
    const resource = make();
    const waiting = [
      createTask(resource.acquire()),
      createTask(() => resource.acquire()),
      gather(resource.acquire(), () => resource.acquire()),
      createTask(waitFor(resource.acquire(), 100)),
      createTask(waitFor(() => resource.acquire(), 100)),
    ];
    yield* passes(2);
    for (let released = 0; released < 6; released++) {
      expect(waiting.every((future) => future.done())).toBe(false);
      resource.release();
      yield* passes(5);
    }
    expect(waiting.map((future) => future.exception())).toEqual([null, null, null, null, null]);
  });

  test("awaiting it again throws and consumes no second release", function* () {
    const resource = make();
    const once = resource.acquire();
    resource.release();
    yield* once;
    resource.release();
    expect((yield* thrown(once)).message).toBe("cannot reuse already awaited coroutine");
    yield* waitFor(resource.acquire(), 1);
  });

  // JavaScriptCore hides where a task waits: stacks show no lines.
  test.skipIf(on("Bun"))("the stack of a waiting task shows only the program's functions", function* () {
    const resource = make();
    const task = createTask(function* waiting() {
      yield* resource.acquire();
    });
    yield* passes();
    expect(task.getStack().map(({ name }) => name)).toEqual(["waiting"]);
    resource.release();
    yield* task;
  });
});
