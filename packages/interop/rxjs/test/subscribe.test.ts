import { type BufferOptions, BufferOverflowError, subscribe } from "@asyncio-ts/rxjs";
import {
  CancelledError,
  type Coroutine,
  createTask,
  DeadlockError,
  forEach,
  gather,
  getRunningLoop,
  iterate,
  newEventLoop,
  sleep,
  TimeoutError,
  waitFor,
} from "@asyncio-ts/tasks";
import { virtually } from "@asyncio-ts/testing";
import { concat, NEVER, Observable, of, range, Subject, throwError } from "rxjs";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { countSubscriptions } from "./count-subscriptions.ts";

/** Reads a source to its end, and returns its items and its error. */
function* readAll(source: Observable<unknown>, options?: BufferOptions): Coroutine<{ items: unknown[]; error?: unknown }> {
  const items: unknown[] = [];
  try {
    yield* forEach(subscribe(source, options), function* (item) {
      items.push(item);
    });
  } catch (error) {
    return { items, error };
  }
  return { items };
}

describe("the source of subscribe()", () => {
  test("delivers every item, then the end", function* () {
    expect(yield* readAll(of(1, 2, 3))).toEqual({ items: [1, 2, 3] });
    const reader = subscribe(of("one"));
    expect(yield* reader.next()).toEqual({ done: false, value: "one" });
    expect(yield* reader.next()).toEqual({ done: true, value: undefined });
    expect(yield* reader.next()).toEqual({ done: true, value: undefined });
  });

  test("subscribes at the call, and buffers items until they are read", function* () {
    const subject = new Subject<number>();
    const reader = subscribe(subject);
    subject.next(1);
    subject.next(2);
    expect((yield* reader.next()).value).toBe(1);
    const soon = createTask(reader.next());
    subject.next(3);
    expect((yield* soon).value).toBe(2);
    expect((yield* reader.next()).value).toBe(3);
  });

  test("waits for later items", function* () {
    const subject = new Subject<number>();
    const reader = subscribe(subject);
    const emitting = createTask(function* () {
      for (const n of [1, 2, 3]) {
        yield* sleep(10);
        subject.next(n);
      }
      yield* sleep(10);
      subject.complete();
    });
    const items: number[] = [];
    const it = iterate(reader);
    while (yield* it.next()) items.push(it.value);
    expect(items).toEqual([1, 2, 3]);
    yield* emitting;
  });

  test("throws the Observable's error once, after the items before it", function* () {
    const error = new Error("broken");
    const source = concat(
      of(1, 2),
      throwError(() => error),
    );
    expect(yield* readAll(source)).toEqual({ items: [1, 2], error });
    const reader = subscribe(source);
    yield* reader.next();
    yield* reader.next();
    expect((yield* thrown(reader.next())) === error).toBe(true);
    expect(yield* reader.next()).toEqual({ done: true, value: undefined });
  });

  test("throws an error of any type", function* () {
    for (const error of ["text", undefined, null]) expect(yield* readAll(throwError(() => error))).toEqual({ items: [], error });
  });

  test("is unsubscribed once when the body of forEach() stops or throws", function* () {
    const record = countSubscriptions(concat(of(1, 2), NEVER));
    yield* forEach(subscribe(record.source), function* () {
      return forEach.stop;
    });
    expect(record).toMatchObject({ opened: 1, closed: 1 });
    const error = new Error("in the body");
    const failing = forEach(subscribe(record.source), function* () {
      throw error;
    });
    expect((yield* thrown(failing)) === error).toBe(true);
    expect(record).toMatchObject({ opened: 2, closed: 2 });
  });

  test("is unsubscribed once when a task in forEach() is cancelled", function* () {
    const record = countSubscriptions(NEVER);
    const task = createTask(forEach(subscribe(record.source), function* () {}));
    yield* sleep(0);
    task.cancel();
    expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
    expect(record).toMatchObject({ opened: 1, closed: 1 });
  });

  test("keeps its subscription and all items when a read is cancelled", function* () {
    const subject = new Subject<number>();
    const reader = subscribe(subject);
    expect(yield* thrown(waitFor(reader.next(), 10))).toBeInstanceOf(TimeoutError);
    const given = createTask(reader.next());
    yield* sleep(0);
    subject.next(1);
    given.cancel();
    yield* thrown(given);
    expect((yield* reader.next()).value).toBe(1);
  });

  test("delivers each item to one of several readers, in the order of their reads", function* () {
    const subject = new Subject<number>();
    const reader = subscribe(subject);
    const readers = ["ada", "bob", "cy"].map((name) =>
      createTask(function* () {
        return `${name} ${(yield* reader.next()).value}`;
      }),
    );
    yield* sleep(0);
    readers[0]!.cancel();
    subject.next(1);
    subject.next(2);
    expect(yield* gather(readers[1]!, readers[2]!)).toEqual(["bob 1", "cy 2"]);
    yield* thrown(readers[0]!);
  });

  test("wakes the next reader if a woken reader is cancelled", function* () {
    const subject = new Subject<number>();
    const reader = subscribe(subject);
    const [first, second] = [createTask(reader.next()), createTask(reader.next())];
    yield* sleep(0);
    subject.next(1);
    first.cancel();
    expect((yield* second).value).toBe(1);
    yield* thrown(first);
  });

  test("wakes all readers at the end, and throws the error in one of them", function* () {
    const subject = new Subject<number>();
    const reader = subscribe(subject);
    const [first, second] = [createTask(reader.next()), createTask(reader.next())];
    yield* sleep(0);
    const error = new Error("broken");
    subject.error(error);
    expect((yield* thrown(first)) === error).toBe(true);
    expect(yield* second).toEqual({ done: true, value: undefined });
  });

  plain("is named in a deadlock report", () => {
    const waiting = () => virtually(() => subscribe(NEVER).next())();
    expect(waiting).toThrow(DeadlockError);
    expect(waiting).toThrow("<SubscriptionSource of an object of class Observable items=0>");
  });
});

describe("closing the source of subscribe()", () => {
  test("unsubscribes at once, drops unread items and ends pending reads", function* () {
    const subject = new Subject<number>();
    const record = countSubscriptions(subject);
    const reader = subscribe(record.source);
    const waiting = createTask(reader.next());
    yield* sleep(0);
    reader[Symbol.dispose]();
    expect(record.closed).toBe(1);
    expect(yield* waiting).toEqual({ done: true, value: undefined });
    {
      using unread = subscribe(record.source);
      subject.next(1);
      void unread;
    }
    expect(record).toMatchObject({ opened: 2, closed: 2 });
    expect(subject.observed).toBe(false);
  });

  test("unsubscribes once if it is done twice", function* () {
    const record = countSubscriptions(of(1, 2, 3));
    const reader = subscribe(record.source);
    yield* reader.return();
    reader[Symbol.dispose]();
    expect(yield* reader.next()).toEqual({ done: true, value: undefined });
    expect(record).toMatchObject({ opened: 1, closed: 1 });
  });

  test("reports an error in the teardown of the Observable instead of throwing it", function* () {
    const reports: unknown[] = [];
    getRunningLoop().setExceptionHandler((_, { message }) => reports.push(message));
    const source = new Observable(() => () => {
      throw new Error("in the clean-up");
    });
    yield* subscribe(source).return();

    expect(reports).toEqual(["Exception in the teardown of an Observable"]);
  });

  plain("is not required before the loop closes, and later items throw nothing", async () => {
    const loop = newEventLoop();
    const subject = new Subject<number>();
    loop.createTask(function* () {
      yield* subscribe(subject).next();
    });
    loop.setExceptionHandler(() => {});
    await loop.runUntilComplete(sleep(0));
    loop.close();
    expect(subject.observed).toBe(true);
    subject.next(1);
    subject.complete();
  });
});

describe("the buffer of subscribe()", () => {
  test("holds 1,024 items by default; one more unsubscribes, and throws after them", function* () {
    const fits = yield* readAll(range(0, 1024));
    expect(fits.items).toHaveLength(1024);
    expect(fits.error).toBe(undefined);

    const record = countSubscriptions(concat(range(0, 1025), NEVER));
    const { items, error } = yield* readAll(record.source);
    expect(items).toEqual(Array.from({ length: 1024 }, (_, n) => n));
    expect(error).toBeInstanceOf(BufferOverflowError);
    expect((error as Error).name).toBe("BufferOverflowError");
    expect((error as Error).message).toMatch(/Observable.*1024/);
    expect(record).toMatchObject({ opened: 1, closed: 1 });
  });

  test("unsubscribes at the first item that finds it full", function* () {
    const subject = new Subject<number>();
    const reader = subscribe(subject, { buffer: 2 });
    subject.next(1);
    subject.next(2);
    expect(subject.observed).toBe(true);
    subject.next(3);
    expect(subject.observed).toBe(false);
    expect((yield* reader.next()).value).toBe(1);
    expect((yield* reader.next()).value).toBe(2);
    expect((yield* thrown(reader.next())).message).toContain("an object of class Subject overflowed its buffer of 2 items");
  });

  test.each([
    ["dropOldest", [3, 4, 5]],
    ["dropNewest", [0, 1, 2]],
    ["unbounded", [0, 1, 2, 3, 4, 5]],
  ] as const)("keeps the expected items with overflow %s", function* (overflow, items) {
    expect(yield* readAll(range(0, 6), { buffer: 3, overflow })).toEqual({ items });
  });

  test("reuses the room of items that were read", function* () {
    const subject = new Subject<number>();
    const reader = subscribe(subject, { buffer: 3 });
    const items: number[] = [];
    for (let n = 0; n < 100; n += 3) {
      for (const item of [n, n + 1, n + 2]) subject.next(item);
      for (let i = 0; i < 3; i++) items.push((yield* reader.next()).value!);
    }
    expect(items).toEqual(Array.from({ length: 102 }, (_, n) => n));
  });

  test("takes a million synchronous items if it is unbounded", function* () {
    let sum = 0;
    yield* forEach(subscribe(range(1, 1_000_000), { overflow: "unbounded" }), function* (n) {
      sum += n;
    });
    expect(sum).toBe(500_000_500_000);
  });

  test("throws a RangeError for an invalid size or policy", function* () {
    for (const buffer of [0, -1, 1.5, NaN, "3" as never]) expect(() => subscribe(NEVER, { buffer })).toThrow(RangeError);
    expect(() => subscribe(NEVER, { overflow: "drop" as never })).toThrow(
      'subscribe: overflow must be one of error, dropOldest, dropNewest, unbounded, got "drop"',
    );
    expect(() => subscribe("text" as never)).toThrow(TypeError);
    expect(() => subscribe(NEVER, null as never)).toThrow(new TypeError("subscribe: an object of options was expected, got null"));
  });
});
