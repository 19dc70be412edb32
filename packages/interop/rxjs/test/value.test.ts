import { firstValue, lastValue } from "@asyncio-ts/rxjs";
import {
  type Awaitable,
  CancelledError,
  type Coroutine,
  createTask,
  getRunningLoop,
  isFuture,
  newEventLoop,
  sleep,
  TimeoutError,
  waitFor,
} from "@asyncio-ts/tasks";
import { virtually } from "@asyncio-ts/testing";
import { EmptyError, EMPTY, NEVER, Observable, of, range, Subject, throwError } from "rxjs";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { countSubscriptions } from "./count-subscriptions.ts";

describe.each([
  ["firstValue", firstValue, 1],
  ["lastValue", lastValue, 3],
] as const)("%s()", (name, value, expected) => {
  test("returns a future of the item", function* () {
    const future = value(of(1, 2, 3));
    expect(isFuture(future)).toBe(true);
    expect(yield* future).toBe(expected);
  });

  test("subscribes at the call, and waits for later items", function* () {
    const subject = new Subject<number>();
    const future = value(subject);
    expect(subject.observed).toBe(true);
    const items = createTask(function* () {
      for (const n of [1, 2, 3]) {
        yield* sleep(10);
        subject.next(n);
      }
      subject.complete();
    });
    expect(yield* future).toBe(expected);
    expect(subject.observed).toBe(false);
    yield* items;
  });

  test("throws RxJS's EmptyError if there is no item", function* () {
    expect(yield* thrown(value(EMPTY))).toBeInstanceOf(EmptyError);
  });

  test("returns the default if there is no item, even if the default is undefined", function* () {
    expect(yield* value(EMPTY, { default: "none" })).toBe("none");
    expect(yield* value(EMPTY, { default: undefined })).toBe(undefined);
    expect(yield* value(of(1, 2, 3), { default: "none" })).toBe(expected);
  });

  test("throws the Observable's error unchanged, whatever its type", function* () {
    for (const error of [new Error("broken"), "text", undefined, null]) {
      expect((yield* thrown(value(throwError(() => error)))) === error).toBe(true);
    }
  });

  test("is cancelled if the Observable fails with a CancelledError", function* () {
    const future = value(throwError(() => new CancelledError("enough")));
    expect((yield* thrown(future)).message).toBe("enough");
    expect(future.cancelled()).toBe(true);
  });

  test("unsubscribes when it is done", function* () {
    const record = countSubscriptions(of(1, 2, 3));
    yield* value(record.source);
    expect(record).toMatchObject({ opened: 1, closed: 1 });
  });

  test("unsubscribes at once, and only once, when it is cancelled", function* () {
    const record = countSubscriptions(NEVER);
    const future = value(record.source);
    expect(future.cancel("enough")).toBe(true);
    expect(record.closed).toBe(1);
    expect(future.cancel()).toBe(false);
    expect(yield* thrown(future)).toBeInstanceOf(CancelledError);
    expect(record).toMatchObject({ opened: 1, closed: 1 });
  });

  test("unsubscribes at once when the waiting task is cancelled", function* () {
    const record = countSubscriptions(NEVER);
    const task = createTask(function* () {
      yield* value(record.source);
    });
    yield* sleep(0);
    task.cancel();
    expect(record.closed).toBe(1);
    yield* thrown(task);
    expect(record.closed).toBe(1);
  });

  test("unsubscribes at a time limit", function* () {
    const record = countSubscriptions(NEVER);
    expect(yield* thrown(waitFor(value(record.source), 50))).toBeInstanceOf(TimeoutError);
    expect(record.closed).toBe(1);
  });

  test("unsubscribes when the future is settled by hand", function* () {
    const record = countSubscriptions(NEVER);
    const [fulfilled, failed] = [value<unknown>(record.source), value<unknown>(record.source)];
    fulfilled.setResult("by hand");
    failed.setException(new Error("by hand"));
    expect(record.closed).toBe(2);
    expect(yield* fulfilled).toBe("by hand");
    yield* thrown(failed);
  });

  test("takes a million synchronous items", function* () {
    expect(yield* value(range(1, 1_000_000))).toBe(name === "firstValue" ? 1 : 1_000_000);
  });

  test("is cancelled, and reports the error, if the teardown of the Observable throws", function* () {
    const reports: unknown[] = [];
    getRunningLoop().setExceptionHandler((_, { message }) => reports.push(message));
    const source = new Observable(() => () => {
      throw new Error("in the clean-up");
    });
    const future = value(source);
    expect(future.cancel()).toBe(true);
    expect(yield* thrown(future)).toBeInstanceOf(CancelledError);

    expect(reports).toEqual(["Exception in the teardown of an Observable"]);
  });

  plain("is named in a deadlock report", () => {
    expect(() => virtually(() => waits(value(NEVER)))()).toThrow(`<${name} of an object of class Observable pending>`);
  });

  test("throws a TypeError for a value without subscribe()", function* () {
    expect(() => value(5 as never)).toThrow(new TypeError(`${name}: an Observable was expected, got 5`));
    expect(() => value(null as never)).toThrow(TypeError);
    expect(() => value(EMPTY, null as never)).toThrow(new TypeError(`${name}: an object of options was expected, got null`));
  });

  plain("unsubscribes at the next item after its loop has closed", () => {
    const loop = newEventLoop();
    const subject = new Subject<number>();
    const record = countSubscriptions(subject);
    let future;
    loop.callSoon(() => (future = value(record.source)));
    return loop.runUntilComplete(sleep(0)).then(() => {
      loop.close();
      expect(record.opened).toBe(1);
      subject.next(1);
      subject.complete();
      expect(record.closed).toBe(1);
      expect(future!.done()).toBe(false);
    });
  });
});

test("firstValue() stops an endless synchronous Observable", function* () {
  const endless = new Observable<number>((subscriber) => {
    for (let n = 0; !subscriber.closed; n++) subscriber.next(n);
  });
  expect(yield* firstValue(endless)).toBe(0);
});

function* waits(awaitable: Awaitable<unknown>): Coroutine<void> {
  yield* awaitable;
}
